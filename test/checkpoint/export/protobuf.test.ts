import { expect, test } from "vitest";
import { encodeMessage, type Message } from "../../../src/checkpoint/export/protobuf.js";

// The first three are those of https://protobuf.dev/programming-guides/encoding/
test.each<[Message, string]>([
  [{ 1: 150 }, "089601"],
  [{ 2: "testing" }, "120774657374696e67"],
  [{ 3: { 1: 150 } }, "1a03089601"],
  [{ 1: [1, 2], 2: [] }, "08010802"],
  [{ 20: 7 }, "a00107"],
  [{ 1: "", 9: Uint8Array.of(0, 255) }, "0a004a0200ff"],
  [{ 1: 2 ** 40 }, "08808080808020"],
])("%j", (message, hexadecimal) => {
  expect(Buffer.from(encodeMessage(message)).toString("hex")).toBe(hexadecimal);
});
