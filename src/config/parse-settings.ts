import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { InputError, SettingError } from "../errors/errors.js";
import { jsonObject } from "../files/json-object.js";
import { parseLoss } from "../losses/registry.js";
import { lossOf } from "./loss-setting.js";
import { type Settings, settingNames, settingsSchema } from "./settings.js";

const schema = v.pipe(jsonObject("an object of settings"), settingsSchema);

/** Checks settings, from a file or from flags. @throws SettingError for the first illegal one */
export function parseSettings(input: unknown): Settings {
  const { success, issues, output: settings } = v.safeParse(schema, input);
  if (!success) {
    const [setting = "settings"] = pathOf(issues[0]);
    throw new SettingError(String(setting), describeIssue(issues[0], settingNames));
  }
  const { ratio, loss } = settings;
  if (loss !== undefined) checkLoss(loss);
  if (loss !== undefined && ratio !== undefined) {
    const problem = `short for loss ${lossOf(settings)}, cannot be combined with loss ${loss}; remove one of them`;
    throw new SettingError("ratio", problem);
  }
  return settings;
}

function checkLoss(loss: string): void {
  try {
    parseLoss(loss);
  } catch (error) {
    throw error instanceof InputError ? new SettingError("loss", error.problem) : error;
  }
}
