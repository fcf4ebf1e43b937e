import { appendFileSync } from "node:fs";
import { systemReason } from "../../files/system-error.js";

/** GitHub sets it in every step of a workflow, to this text. */
function isOnGitHub(): boolean {
  return process.env.GITHUB_ACTIONS === "true";
}

/** On GitHub Actions, makes an error an annotation of the job; it reads them on stderr, too. */
export function annotate(message: string): void {
  if (isOnGitHub()) process.stderr.write(`::error title=ohem::${escaped(message)}\n`);
}

/** On GitHub Actions, adds to the summary of the job. A summary that cannot be written is no reason to fail. */
export function addToJobSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!isOnGitHub() || !file) return;
  try {
    appendFileSync(file, markdown);
  } catch (error) {
    process.stderr.write(`ohem: the job's summary ${file} cannot be written: ${systemReason(error)}\n`);
  }
}

/** The signs that would end the command or begin another one. */
function escaped(message: string): string {
  return message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
