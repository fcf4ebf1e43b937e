import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { putInPlace } from "../../src/backend/install.js";
import { write } from "../support/machine.js";

test.each([false, true])(
  "installations of one backend at once all end well, one stays (one before: %j)",
  async (before) => {
    const home = mkdtempSync(join(tmpdir(), "ohem-place-"));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const place = join(home, "backend");
    if (before) write(join(place, "backend.json"), "before");
    const names = ["a", "b", "c", "d"];
    for (const name of names) write(join(home, name, "backend.json"), name);
    await Promise.all(names.map((name) => putInPlace(join(home, name), place)));
    expect(readdirSync(home)).toEqual(["backend"]);
    expect(names).toContain(readFileSync(join(place, "backend.json"), "utf8"));
  },
);
