import { SettingError } from "../errors/errors.js";
import { shortened } from "../errors/shortened.js";
import type { Loss } from "./loss.js";

/** Refuses what JavaScript lets through. @throws SettingError for an object that is no loss */
export function requireLoss(loss: unknown): asserts loss is Loss {
  const { name, parameters, apply } = Object(loss) as Partial<Loss>;
  if (typeof apply !== "function" || typeof parameters !== "object" || parameters === null) {
    const how = "{ name, parameters, apply }, as parseLoss(text) or defineLoss(description).create(parameters) make it";
    throw new SettingError("loss", `expected a loss: ${how}, got ${shortened(String(loss))}`);
  }
  if (!/^[a-z][a-z0-9-]*$/.test(String(name))) {
    throw new SettingError("loss.name", `expected lower-case letters, digits and hyphens, got ${name}`);
  }
}
