import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { SettingError } from "../errors/errors.js";
import { resolvedConfigSchema } from "./settings.js";

/** Checks the configuration that a caller of the library passes. @throws SettingError for the first illegal setting */
export function checkConfig(config: unknown): void {
  const { success, issues } = v.safeParse(resolvedConfigSchema, config);
  if (success) return;
  const [setting = "config"] = pathOf(issues[0]);
  const problem = describeIssue(issues[0]);
  throw new SettingError(String(setting), `${problem}; resolveConfig(settings) returns a complete configuration`);
}
