/** In the messages of every tool. */
export const fullDisk = /no space left on device|disk quota exceeded|\bENOSPC\b|\bEDQUOT\b/i;

/**
 * The lines of a failed program's output that name the cause, joined into one. npm, g++ and pip all name the cause
 * first and end with consequences or advice. A full disk is the cause wherever it is named: pip names it last.
 */
export function causeIn(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  const full = lines.filter((line) => fullDisk.test(line));
  const errors = full.length > 0 ? full.slice(0, 1) : lines.filter((line) => namesCause(line) && !isNoise(line));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3))
    .map((line) => line.replace(npmPrefix, "").trim())
    .join(" | ");
}

const npmPrefix = /^npm (?:error|ERR!)\s*/;

/**
 * "ERROR: ", "x.cc:1:10: fatal error: ", "ModuleNotFoundError: ", "Error [ERR_X]: "; the linker reports missing files
 * without the word. Quoted source and stack traces are indented.
 */
function namesCause(line: string): boolean {
  return npmPrefix.test(line) || /^(?:\S+ )*\w*error(?: \[\w+\])?: /i.test(line) || /\bld: (?!warning)/.test(line);
}

/** Lines that npm repeats in its message, and TensorFlow's log, which reports errors that it can live with. */
function isNoise(line: string): boolean {
  return (
    /^npm (?:error|ERR!)(?:\s*$| {2,}| (?:errno|syscall|A complete log|Log files)\b)/.test(line) ||
    /^(?:[IWEF]\d{4}|\d{4}-\d\d-\d\d) /.test(line)
  );
}
