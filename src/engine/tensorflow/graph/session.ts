import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../../errors/errors.js";
import { writeProblem } from "../../../files/write-problem.js";
import type { Binding } from "../runtime/binding.js";
import { type DataType, dataTypes, type Shape } from "./attribute.js";
import type { Graph } from "./graph.js";

export interface Fed {
  readonly type: DataType;
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** One way to run a graph: TensorFlow runs everything that the fetched nodes need, in one call. */
export type Call = (fed: readonly Fed[]) => readonly Float32Array[];

export interface Session {
  /** @param fetches names of nodes with float outputs, or from `done` */
  call(feeds: readonly string[], fetches: readonly string[]): Call;
  close(): void;
}

/**
 * Loads the graph through a saved_model.pb in a temporary folder: the package's binding has no other way.
 * @throws InputError where no temporary file can be written
 */
export function openSession(binding: Binding, graph: Graph): Session {
  const session = inTemporaryFolder((folder) => {
    writeFileSync(join(folder, "saved_model.pb"), graph.serialize());
    return () => binding.loadSavedModel(folder, "serve");
  });
  return {
    call(feeds, fetches) {
      const inputs = feeds.map((name) => `${name}:0`).join(",");
      const outputs = fetches.map((name) => `${name}:0`).join(",");
      return (fed) => {
        const ids: number[] = [];
        try {
          for (const { shape, type, values } of fed) ids.push(binding.createTensor(shape, dataTypes[type], values));
          return binding.runSavedModel(session, ids, inputs, outputs).map(({ id }) => {
            const values = binding.tensorDataSync(id);
            binding.deleteTensor(id);
            return values;
          });
        } finally {
          for (const id of ids) binding.deleteTensor(id);
        }
      };
    },
    close: () => binding.deleteSavedModel(session),
  };
}

/** @param write writes what `load` then reads */
function inTemporaryFolder(write: (folder: string) => () => number): number {
  let folder: string | undefined;
  try {
    let load: () => number;
    try {
      folder = mkdtempSync(join(tmpdir(), "ohem-graph-"));
      load = write(folder);
    } catch (error) {
      const problem = writeProblem(error, "set TMPDIR to another folder");
      throw new InputError(`${tmpdir()}: TensorFlow's graph cannot be written here: ${problem}`);
    }
    return load();
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
