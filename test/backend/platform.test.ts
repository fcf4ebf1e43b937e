import { expect, test } from "vitest";
import { requireSupported } from "../../src/backend/platform.js";
import { InputError } from "../../src/errors/errors.js";

test("Linux x64 with glibc is supported", () => {
  expect(() => requireSupported({ system: "linux", processor: "x64", glibc: "2.31" })).not.toThrow();
});

test.each([
  ["darwin", "arm64", undefined, /Linux x64.*darwin arm64.*The wasm engine works here.*tfjs-node/],
  ["win32", "x64", undefined, /Linux x64.*win32 x64.*The wasm engine works here.*tfjs-node/],
  ["linux", "arm64", "2.36", /Linux x64.*linux arm64.*The wasm engine works here/],
  ["linux", "x64", undefined, /without glibc.*The wasm engine works here/],
])("%s %s (glibc %s): names the supported system, and what works instead", (system, processor, glibc, says) => {
  const refuse = () => requireSupported({ system, processor, glibc });
  expect(refuse).toThrow(InputError);
  expect(refuse).toThrow(says);
});
