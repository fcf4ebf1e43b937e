import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { screenAfter } from "../report/screen.js";
import { emptyFolder, listing } from "../support/folder.js";
import { writeSmallData } from "../support/small-data.js";

// Needs Python 3 for its pseudo-terminals, which Node does not have.
const python = process.env.OHEM_PYTHON ?? "python3";
const script = fileURLToPath(new URL("terminal.py", import.meta.url));
const hangup = fileURLToPath(new URL("hangup.py", import.meta.url));
const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));
const controlC = "\x03";

interface Session {
  readonly args: readonly string[];
  readonly columns?: number;
  /** types the keys as soon as the terminal has shown the text */
  readonly wait?: string;
  readonly keys?: string;
  readonly shell?: string;
}

function onTerminal({ args, columns = 120, wait = "", keys = "", shell }: Session) {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const run = [process.execPath, command, ...args];
  const typed = shell === undefined ? run : ["sh", "-c", `"$@" ${shell}`, "sh", ...run];
  const { status, stdout } = spawnSync(python, [script, String(columns), wait, keys, ...typed], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TERM: "xterm-256color" },
  });
  return { status, text: stdout, screen: () => screenAfter(stdout, columns) };
}

const train = ["train", "--data", "small", "--out", "run"];

test("a bar per epoch; what stays is a row for each, and the result as the last line", () => {
  const { status, text, screen } = onTerminal({ args: [...train, "--epochs", "2"] });
  expect(status).toBe(0);
  for (const epoch of [0, 1]) expect(text).toContain(`Epoch ${epoch} of 0-1 [`);
  expect(text).not.toContain("Train Epoch");
  const lines = screen();
  expect(lines.filter((line) => /^ {4}\d +0\.\d{4} /.test(line))).toHaveLength(2);
  expect(lines.join("\n")).not.toMatch(/\[[=-]+\]/);
  expect(lines.at(-1)).toMatch(/^Test Accuracy: 0\.\d{4}$/);
});

test.each([40, 80, 200])("no bar and no line is wider than a terminal of %i columns", (columns) => {
  const { status, text, screen } = onTerminal({ args: [...train, "--epochs", "1"], columns });
  expect(status).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a bar is drawn from the first column on
  const bars = [...text.matchAll(/\x1b\[1G([^\x1b]+)/g)].map(([, bar]) => bar!);
  expect(bars.length).toBeGreaterThan(0);
  for (const bar of bars) expect(bar.length).toBeLessThan(columns - 2);
  expect(screen()).toEqual(screenAfter(text, 1000));
});

test("Ctrl-C in the middle of a bar: exit code 130, the bar cleared, the terminal as it was", () => {
  const { status, screen } = onTerminal({
    args: [...train, "--epochs", "1000000"],
    wait: "Epoch 1 of 0-",
    keys: controlC,
  });
  expect(status).toBe(130);
  const lines = screen();
  expect(lines.join("\n")).not.toMatch(/\[[=-]+\]/);
  expect(lines.join("\n")).toMatch(/[Ss]topped after \d+ steps?/);
});

test("a terminal that is closed: the signal itself is the end, with the checkpoint written", () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const run = [process.execPath, command, ...train, "--epochs", "1000000"];
  const { stdout } = spawnSync(python, [hangup, "    1  ", ...run], { cwd, encoding: "utf8" });
  expect(stdout).toBe("-1\n");
  expect(listing(join(cwd, "run"))).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
});

test("keys that are typed meanwhile leave no remains of a bar either", () => {
  const { status, screen } = onTerminal({ args: [...train, "--epochs", "40"], wait: "Epoch 1 of 0-", keys: "\r\r" });
  expect(status).toBe(0);
  expect(screen().join("\n")).not.toMatch(/\[[=-]+\]/);
  expect(screen().at(-1)).toMatch(/^Test Accuracy: 0\.\d{4}$/);
});

test("an error in the middle of a bar: the message is on its own line", () => {
  const { status, screen } = onTerminal({ args: [...train, "--lr", "1e30"], columns: 300 });
  expect(status).toBe(1);
  expect(screen().at(-1)).toMatch(/^ohem: epoch 0, batch \d+ .*try a smaller learning rate than 1e\+30\.$/);
  expect(screen().join("\n")).not.toMatch(/\[[=-]+\]/);
});

test("log lines in a file, the bar on the terminal", () => {
  const { status, text } = onTerminal({
    args: [...train, "--epochs", "1"],
    shell: "> log.txt; code=$?; grep -c Train log.txt; exit $code",
  });
  expect(status).toBe(0);
  expect(text).toContain("Epoch 0 [");
  expect(text).not.toContain("Train Epoch");
  expect(text.trimEnd().endsWith("1")).toBe(true);
});

test("through tee the log lines reach the same terminal: no bar between them", () => {
  const { text } = onTerminal({ args: [...train, "--epochs", "1"], shell: "| tee log.txt" });
  expect(text).toContain("Train Epoch: 0 [0/640 (0%)]\tLoss: ");
  expect(text).not.toContain("\x1b");
});

test("--quiet and --json leave only the result on the terminal", () => {
  const quiet = onTerminal({ args: [...train, "--epochs", "1", "--quiet"] });
  expect(quiet.screen()).toEqual([expect.stringMatching(/^Test Accuracy: 0\.\d{4}$/)]);
  const json = onTerminal({ args: [...train, "--epochs", "1", "--quiet", "--json"] });
  expect(JSON.parse(json.text)).toHaveProperty("testAccuracy");
});
