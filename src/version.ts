/** This package's version. Not read from package.json, because in a bundle the file beside is another package's. */
export const version: string = "0.1.0";
