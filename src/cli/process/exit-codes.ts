/** 128 + the signal's number, as shells report a death by signal. */
export const exitCodes = {
  success: 0,
  failure: 1,
  input: 2,
  SIGHUP: 129,
  SIGINT: 130,
  SIGPIPE: 141,
  SIGTERM: 143,
} as const;
