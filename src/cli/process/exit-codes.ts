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

/** Below the help of every command. */
export const exitCodesHelp = `
Exit codes: 0 done; 1 a failure while running, or a gate that was not reached
(--min-accuracy, --require-gpu); 2 wrong usage, settings, model or data;
129, 130, 141, 143 stopped by a closed terminal, Ctrl-C, a closed pipe, SIGTERM.`;
