import { expect, test } from "vitest";
import { requireSupported } from "../../src/backend/platform.js";
import { InputError } from "../../src/errors/errors.js";

test("Linux x64 with glibc is supported", () => {
  expect(() => requireSupported({ system: "linux", processor: "x64", glibc: "2.31" })).not.toThrow();
});

test.each([
  ["darwin", "arm64", undefined, /Linux x64.*darwin arm64.*--engine wasm.*tfjs-node/],
  ["win32", "x64", undefined, /Linux x64.*win32 x64.*--engine wasm.*tfjs-node/],
  ["linux", "arm64", "2.36", /Linux x64.*linux arm64.*--engine wasm/],
  ["linux", "x64", undefined, /without glibc.*--engine wasm/],
])("%s %s (glibc %s): says what it is for, and what works there", (system, processor, glibc, says) => {
  const refuse = () => requireSupported({ system, processor, glibc });
  expect(refuse).toThrow(InputError);
  expect(refuse).toThrow(says);
});
