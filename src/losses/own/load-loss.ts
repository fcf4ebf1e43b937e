import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { InputError, RunError } from "../../errors/errors.js";
import { readBytes } from "../../files/read-file.js";
import { requireSound } from "../check/require-sound.js";
import { createDefinition, type LossDescription } from "../definition.js";
import type { Loss } from "../loss.js";
import { loadedLoss, modulePath, parseLoss, rememberLoss } from "../registry.js";
import { importModule } from "./import-module.js";
import { describeThrown } from "./thrown.js";

const maxBytes = 16 * 2 ** 20;

/**
 * Makes a loss from text, as `parseLoss` does; where the text names a module (`./mine.js:alpha=2`), the module is
 * loaded first, once in a process, and tried on a few batches. That runs its code: call it only with a file that the
 * user has named.
 * @param spec a file is relative to the working directory
 * @throws InputError with the file and line of what is wrong in the module
 */
export async function loadLoss(spec: string): Promise<Loss> {
  const path = modulePath(spec);
  if (path === undefined) return parseLoss(spec);
  const file = resolve(path);
  await load(file);
  return named(file, () => {
    const loss = parseLoss(spec);
    requireSound(loss);
    return loss;
  });
}

/** Names the file in what is wrong with its definition. */
function named<T>(file: string, work: () => T): T {
  return attempt(work, (error) => {
    return error instanceof InputError && !error.message.startsWith(file) ? error.at(file) : (error as Error);
  });
}

async function load(path: string): Promise<void> {
  const sha256 = await digestOf(path);
  const known = loadedLoss(path);
  if (known?.module?.sha256 === sha256) return;
  if (known !== undefined) {
    throw new InputError(`${path}: has changed since this process loaded it; a new process can load it`);
  }
  const description = guarded((await importModule(path)) as LossDescription, path);
  if ((await digestOf(path)) !== sha256) throw new InputError(`${path}: has changed while it was loaded; try again`);
  const module = { path, sha256 };
  rememberLoss(
    named(path, () => createDefinition(description, module)),
    module,
  );
}

async function digestOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readBytes(path, maxBytes))
    .digest("hex");
}

/** Its functions, made to say where in the module they failed. */
function guarded(description: LossDescription, path: string): LossDescription {
  if (typeof description?.build !== "function") return description;
  const { build, target, contribution, arrays } = description;
  const asInput = (error: unknown) =>
    error instanceof InputError ? error : new InputError(describeThrown(error, path));
  const inStep = (error: unknown) => new RunError(describeThrown(error, path));
  const wrapped = <Given extends unknown[], Result>(name: string, work: ((...given: Given) => Result) | undefined) =>
    typeof work === "function" ? { [name]: (...given: Given) => attempt(() => work(...given), asInput) } : {};
  return {
    ...description,
    ...wrapped("target", target),
    ...wrapped("contribution", contribution),
    ...wrapped("arrays", arrays),
    build(values) {
      const apply = attempt(() => build(values), asInput);
      if (typeof apply !== "function") return apply;
      return (losses, weights, state) => attempt(() => apply(losses, weights, state), inStep);
    },
  };
}

function attempt<T>(work: () => T, describe: (error: unknown) => Error): T {
  try {
    return work();
  } catch (error) {
    throw describe(error);
  }
}
