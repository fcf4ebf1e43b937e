import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeBackends, putInPlace } from "../../src/backend/change-backends.js";
import { InputError } from "../../src/errors/errors.js";
import { emptyFolder, listing } from "../support/folder.js";
import { write } from "../support/machine.js";

const contentOf = (home: string) => readFileSync(join(home, "backend", "backend.json"), "utf8");

function stage(home: string): string {
  write(join(home, ".installing", "backend.json"), "new");
  return join(home, ".installing");
}

test.each([false, true])("a backend takes its place, and nothing else stays (one before: %j)", async (before) => {
  const home = emptyFolder();
  if (before) write(join(home, "backend", "backend.json"), "old");
  await changeBackends(home, () => putInPlace(stage(home), join(home, "backend")));
  expect(listing(home)).toEqual(["backend", "backend/backend.json"]);
  expect(contentOf(home)).toBe("new");
});

test("of four changes at once one is made; the others are refused with the process that makes it", async () => {
  const home = emptyFolder();
  let made = 0;
  const change = async () => {
    made++;
    await putInPlace(stage(home), join(home, "backend"));
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => changeBackends(home, change)));
  const errors = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect({ made, refused: errors.length }).toEqual({ made: 1, refused: 3 });
  for (const error of errors) {
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(`process ${process.pid} on `);
  }
  expect(listing(home)).toEqual(["backend", "backend/backend.json"]);
});

test("a change that fails while a backend is being replaced leaves the old one", async () => {
  const home = emptyFolder();
  write(join(home, "backend", "backend.json"), "old");
  const change = () => putInPlace(join(home, "not-there"), join(home, "backend"));
  await expect(changeBackends(home, change)).rejects.toThrow("ENOENT");
  expect(listing(home)).toEqual(["backend", "backend/backend.json"]);
  expect(contentOf(home)).toBe("old");
});

test("the next change clears what a killed one left, and puts a replaced backend back", async () => {
  const home = emptyFolder();
  write(join(home, "backend", "backend.json"), "old");
  renameSync(join(home, "backend"), join(home, ".replaced-backend"));
  stage(home);
  mkdirSync(join(home, ".removed"));
  await changeBackends(home, async () => expect(listing(home)).toEqual(["backend", "backend/backend.json", "lock"]));
  expect(contentOf(home)).toBe("old");
});

test("a replaced backend is deleted once another is in its place", async () => {
  const home = emptyFolder();
  for (const name of ["backend", ".replaced-backend"]) write(join(home, name, "backend.json"), name);
  await changeBackends(home, async () => {});
  expect(listing(home)).toEqual(["backend", "backend/backend.json"]);
  expect(contentOf(home)).toBe("backend");
});
