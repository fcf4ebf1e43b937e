import { InputError } from "../errors/errors.js";
import { locate } from "./locate.js";
import { idxFileNames, knownSets } from "./manifest.js";

/** A known data set, and whether it is on this machine. */
export interface DataSetState {
  /** as `data` takes it */
  readonly name: string;
  readonly title: string;
  /** where its four files are; null: they are not there */
  readonly folder: string | null;
  /** what is missing; null: nothing */
  readonly problem: string | null;
  /** the command that brings it, or that restores it where something of it is missing, and where it works */
  readonly install: string;
}

/** Looks for the files of every known set, and reads none of them. */
export function listDataSets(): Promise<DataSetState[]> {
  return Promise.all(
    [...knownSets()].map(async ([name, { title, install }]) => {
      try {
        const { folder } = await locate(name, idxFileNames);
        return { name, title, folder, problem: null, install };
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { name, title, folder: null, problem: error.found, install: error.fix ?? install };
      }
    }),
  );
}
