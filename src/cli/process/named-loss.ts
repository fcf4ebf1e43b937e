import { InputError } from "../../errors/errors.js";
import { modulePath } from "../../losses/registry.js";

/** Loads the module that `--loss` names, if it names one. @throws InputError with the file and line of its mistake */
export async function loadNamedLoss(spec: string | undefined): Promise<void> {
  if (spec === undefined || modulePath(spec) === undefined) return;
  const { loadLoss } = await import("../../losses/own/load-loss.js");
  await loadLoss(spec).catch((error) => {
    throw error instanceof InputError ? error.at("--loss") : error;
  });
}
