import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { Graph } from "../../../../src/engine/tensorflow/graph/graph.js";
import { openSession } from "../../../../src/engine/tensorflow/graph/session.js";
import type { Binding } from "../../../../src/engine/tensorflow/runtime/binding.js";
import { InputError } from "../../../../src/errors/errors.js";
import { emptyFolder } from "../../../support/folder.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const graph = { serialize: () => Uint8Array.of(1, 2, 3) } as unknown as Graph;

test("the graph is read from a temporary folder, which is removed", () => {
  const folder = emptyFolder();
  vi.stubEnv("TMPDIR", folder);
  const read: number[][] = [];
  const loadSavedModel = (place: string) => read.push([...readFileSync(join(place, "saved_model.pb"))]);
  openSession({ loadSavedModel } as unknown as Binding, graph);
  expect(read).toEqual([[1, 2, 3]]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a TMPDIR that cannot be used is named, with what to do", () => {
  const folder = join(emptyFolder(), "missing");
  vi.stubEnv("TMPDIR", folder);
  const open = () => openSession({} as Binding, graph);
  expect(open).toThrow(InputError);
  expect(open).toThrow(`${folder}: TensorFlow's graph cannot be written here: `);
  expect(open).toThrow("set TMPDIR to another folder");
});
