import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import { availableParallelism } from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { startHashThread } from "../../src/data/hash-thread.js";

/** What becomes of a worker; undefined: a real one. */
const fate = vi.hoisted(() => ({ start: undefined as undefined | (() => EventEmitter) }));
vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: vi.fn(() => 2) }));
vi.mock("node:worker_threads", async (original) => {
  const actual = await original<typeof import("node:worker_threads")>();
  const start = (...given: ConstructorParameters<typeof actual.Worker>) =>
    fate.start?.() ?? new actual.Worker(...given);
  return {
    ...actual,
    Worker: function Worker(...given: Parameters<typeof start>) {
      return start(...given);
    },
  };
});
afterEach(() => {
  fate.start = undefined;
});

const enough = 1 << 24;
const bytes = new Uint8Array(new SharedArrayBuffer(1000)).fill(7);
const digest = createHash("sha256").update(bytes).digest("hex");

/** A worker that takes its message and then sends an event of its own. */
function worker(event: string, ...values: unknown[]): EventEmitter {
  const emitter = new EventEmitter();
  return Object.assign(emitter, { postMessage: () => setImmediate(() => emitter.emit(event, ...values)) });
}

test("a thread's digest is the same", async () => {
  expect(await startHashThread(enough)?.sha256(bytes)).toBe(digest);
});

test.each([
  ["fails", () => worker("error", new Error("out of memory"))],
  ["ends without an answer", () => worker("exit", 1)],
])("a thread that %s is not missed", async (_, start) => {
  fate.start = start;
  expect(await startHashThread(enough)?.sha256(bytes)).toBe(digest);
});

test("no thread for a short file, on one core, or where the system starts none", () => {
  expect(startHashThread(enough - 1)).toBeUndefined();
  vi.mocked(availableParallelism).mockReturnValueOnce(1);
  expect(startHashThread(enough)).toBeUndefined();
  fate.start = () => {
    throw new Error("ERR_WORKER_INIT_FAILED");
  };
  expect(startHashThread(enough)).toBeUndefined();
});

test("a thread that gets no bytes can be stopped", () => {
  startHashThread(enough)?.stop();
});
