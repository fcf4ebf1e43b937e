/** A contestant that is not installed here. The message says what is missing and how to get it. */
export class Missing extends Error {}
