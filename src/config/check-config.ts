import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { SettingError } from "../errors/errors.js";
import { resolvedConfigSchema } from "./settings.js";

/** Checks what a caller hands over as a whole configuration. @throws SettingError for the first setting that is not legal */
export function checkConfig(config: unknown): void {
  const { success, issues } = v.safeParse(resolvedConfigSchema, config);
  if (success) return;
  const [setting = "config"] = pathOf(issues[0]);
  throw new SettingError(
    String(setting),
    `${describeIssue(issues[0])}; resolveConfig(settings) gives a whole configuration`,
  );
}
