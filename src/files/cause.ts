/**
 * The lines of a failed program's output that say why it failed, joined to one. Programs name the cause first, and end with advice or with what follows from it: npm, g++
 * and pip alike.
 */
export function causeIn(output: string): string {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => saysCause(line) && !isBeside(line));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3))
    .map((line) => line.replace(npmPrefix, "").trim())
    .join(" | ");
}

const npmPrefix = /^npm (?:error|ERR!)\s*/;

/**
 * "ERROR: ", "x.cc:1:10: fatal error: ", "ModuleNotFoundError: ", "Error [ERR_X]: "; the linker says without that word what it cannot find. Quoted source and stacks are
 * indented.
 */
function saysCause(line: string): boolean {
  return npmPrefix.test(line) || /^(?:\S+ )*\w*error(?: \[\w+\])?: /i.test(line) || /\bld: (?!warning)/.test(line);
}

/** What npm repeats in its message, and lines of TensorFlow's log, which tells of errors that it can live with. */
function isBeside(line: string): boolean {
  return (
    /^npm (?:error|ERR!)(?:\s*$| {2,}| (?:errno|syscall|A complete log|Log files)\b)/.test(line) ||
    /^(?:[IWEF]\d{4}|\d{4}-\d\d-\d\d) /.test(line)
  );
}
