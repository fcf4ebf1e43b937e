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
Exit codes:
  0    success
  1    a failed run, a gate not reached (--min-accuracy, --require-gpu), or a
       run or comparison that another process is writing: worth a retry
  2    wrong usage, settings, model or data
  129  stopped by a closed terminal
  130  stopped by Ctrl-C
  141  stopped by a closed pipe
  143  stopped by SIGTERM`;
