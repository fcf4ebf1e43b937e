// Sums the runners' JSON reports (DIR/*.json, exit codes in DIR/*.exit) and the checks (`ok NAME`, `not-ok NAME`).
// Prints the failures and, last, the count.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...checks] = process.argv.slice(2);
let passed = checks.filter((check) => check.startsWith("ok ")).length;
const failures = checks.filter((check) => !check.startsWith("ok "));
let executed = 0;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".exit"))) {
  const suite = file.slice(0, -".exit".length);
  const before = failures.length;
  let ran = 0;
  for (const { name, status, assertionResults } of readReport(join(folder, `${suite}.json`))) {
    for (const test of assertionResults) {
      if (test.status === "passed") ran++;
      else if (test.status === "failed") failures.push(`${suite}: ${name}: ${test.fullName}`);
    }
    // A file that cannot be loaded reports no tests.
    const explained = assertionResults.some((test) => test.status === "failed");
    if (status === "failed" && !explained) failures.push(`${suite}: ${name}: could not be run`);
  }
  passed += ran;
  executed += ran + failures.length - before;
  if (ran === 0) failures.push(`${suite}: no test was executed`);
  const exit = readFileSync(join(folder, file), "utf8").trim();
  if (exit !== "0" && failures.length === before) failures.push(`${suite}: ended with exit code ${exit}`);
}
if (executed === 0) failures.push("no test was executed");

for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).testResults;
  } catch {
    return [];
  }
}
