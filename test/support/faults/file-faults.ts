import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { constants } from "node:os";

export type FaultCode = "ENOSPC" | "EIO" | "EACCES";

export interface Fault {
  /** the call that fails, from 1 */
  readonly call: number;
  readonly code: FaultCode;
  /** whether all later calls fail too */
  readonly forGood: boolean;
}

type Call = (...args: never[]) => Promise<unknown>;
/** Makes the call, or does something else instead. */
type Wrap = (original: Call, name: string) => Call;

/**
 * Runs the action while one of its calls that write to the file system fails instead of being made.
 * @returns the number of such calls
 */
export async function withFault({ call, code, forGood }: Fault, action: () => Promise<void>): Promise<number> {
  let calls = 0;
  const wrap: Wrap =
    (original, name) =>
    async (...args) => {
      calls++;
      if (calls !== call && !(forGood && calls > call)) return original(...args);
      // A close that reports a failure has closed all the same.
      if (name === "close") await original(...args);
      throw systemError(code, name);
    };
  await whileWrapped(wrap, action);
  return calls;
}

type WriteBuffer = (file: number, data: Uint8Array, offset: number, length: number, ...rest: unknown[]) => unknown;

/** Runs the action while every write(2), which Node's writeFile repeats as needed, takes only a few bytes. */
export async function withShortWrites(bytes: number, action: () => Promise<void>): Promise<void> {
  const { binding } = process as unknown as { binding(name: "fs"): { writeBuffer: WriteBuffer } };
  const calls = binding("fs");
  const { writeBuffer } = calls;
  calls.writeBuffer = (file, data, offset, length, ...rest) =>
    writeBuffer(file, data, offset, Math.min(bytes, length), ...rest);
  try {
    await action();
  } finally {
    calls.writeBuffer = writeBuffer;
  }
}

async function whileWrapped(wrap: Wrap, action: () => Promise<void>): Promise<void> {
  const { open, mkdir, rename, rm } = fs;
  const openWrapped = wrap(open as Call, "open") as typeof open;
  fs.open = async (...args) => {
    const handle = await openWrapped(...args);
    for (const name of ["writeFile", "sync", "close"] as const) {
      const wrapped = wrap((handle[name] as Call).bind(handle), name);
      Object.defineProperty(handle, name, { value: wrapped });
    }
    return handle;
  };
  fs.mkdir = wrap(mkdir as Call, "mkdir") as typeof mkdir;
  fs.rename = wrap(rename as Call, "rename") as typeof rename;
  fs.rm = wrap(rm as Call, "rm") as typeof rm;
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    Object.assign(fs, { open, mkdir, rename, rm });
    syncBuiltinESMExports();
  }
}

function systemError(code: FaultCode, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, errno: -constants.errno[code], syscall });
}
