/**
 * Loaded before the built command (`node --import`): counts its calls to the file system and makes some of them fail.
 * OHEM_FAULT is JSON: `call` (from 1; 0: none fails), `code` (of a system error, or "short": a write takes only half of
 * its bytes), `forGood` (whether all later calls fail too), and `report`, a file that gets a line for each call.
 */
import { appendFileSync, closeSync, openSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { constants } from "node:os";
import { basename } from "node:path";

const fs = createRequire(import.meta.url)("node:fs");
const { call: failing, code, forGood, report } = JSON.parse(process.env.OHEM_FAULT);
const log = openSync(report, "a");
let calls = 0;

const asynchronous = "access mkdir open readFile readdir rename rm rmdir stat unlink writeFile copyFile".split(" ");
const synchronous =
  "closeSync fstatSync fsyncSync ftruncateSync openSync readFileSync writeSync mkdirSync renameSync rmSync".split(" ");
const ofHandles = "close read readFile stat sync truncate write writeFile".split(" ");
/** Node's own system calls: its writeFile repeats writeBuffer until all is written. */
const system = process.binding("fs");

for (const name of asynchronous) fs.promises[name] = wrapped(fs.promises[name], name);
const openWrapped = fs.promises.open;
fs.promises.open = async (...given) => {
  const ours = isOfTheProgram();
  const handle = await openWrapped.apply(fs.promises, given);
  // Streams call them too, for the program that opened the file.
  for (const name of ours ? ofHandles : []) {
    Object.defineProperty(handle, name, { value: counted(handle[name].bind(handle), `handle.${name}`) });
  }
  return handle;
};
for (const name of synchronous) fs[name] = wrapped(fs[name], name);
syncBuiltinESMExports();

function wrapped(original, name) {
  const ours = counted(original, name);
  return function (...given) {
    return (isOfTheProgram() ? ours : original).apply(this, given);
  };
}

function counted(original, name) {
  return function (...given) {
    calls++;
    const path = typeof given[0] === "string" && name !== "handle.writeFile" ? basename(given[0]) : "";
    appendFileSync(log, `${name} ${path}\n`);
    const fails = calls === failing || (forGood && calls > failing && failing > 0);
    if (!fails) return original.apply(this, given);
    if (code === "short" && name === "handle.writeFile") halveNextWrite();
    if (code === "short") return original.apply(this, shortened(given, name));
    if (name === "closeSync") original.apply(this, given);
    // A close that reports a failure has closed all the same.
    if (name === "handle.close") return original.apply(this, given).then(() => Promise.reject(problem(name)));
    if (name.endsWith("Sync")) throw problem(name);
    return Promise.reject(problem(name));
  };
}

/** Node itself reads modules, and calls that Node makes within a call of the program do not count. */
function isOfTheProgram() {
  const callers = new Error().stack
    .split("\n")
    .filter((line) => /^ +at /.test(line) && !line.includes(import.meta.url));
  return /\/dist\//.test(callers[0] ?? "");
}

function halveNextWrite() {
  const { writeBuffer } = system;
  system.writeBuffer = (file, bytes, offset, length, ...rest) => {
    system.writeBuffer = writeBuffer;
    return writeBuffer(file, bytes, offset, Math.max(1, length >> 1), ...rest);
  };
}

/** The arguments of a write with half the length. */
function shortened(given, name) {
  if (name !== "handle.write" && name !== "writeSync") return given;
  const [bytes, offset = 0, length = bytes.length - offset] = name === "writeSync" ? given.slice(1) : given;
  const short = [bytes, offset, Math.max(1, length >> 1)];
  return name === "writeSync" ? [given[0], ...short] : short;
}

function problem(name) {
  const syscall = name.replace(/^handle\.|Sync$/g, "");
  return Object.assign(new Error(`${code}: ${syscall}`), { code, errno: -constants.errno[code], syscall });
}

process.on("exit", () => closeSync(log));
