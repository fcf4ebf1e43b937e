import { describe, expect, it } from "vitest";
import { checkConfig } from "../../src/config/check-config.js";
import { defaultConfig, resolveConfig } from "../../src/config/resolve-config.js";
import { SettingError } from "../../src/errors/errors.js";
import { evaluateRun } from "../../src/run/evaluate-run.js";
import { train } from "../../src/run/train.js";

describe("callers without types", () => {
  it.each<[unknown, string]>([
    [{ epochs: 0 }, "this key is missing"],
    [
      { ...defaultConfig, epochs: 0 },
      "epochs: expected an integer >= 1, got 0; resolveConfig(settings) returns a complete configuration",
    ],
    [{ ...defaultConfig, epoch: 3 }, "epoch: unknown key epoch"],
    ["mnist", "config: expected"],
  ])("%j is not a configuration", (config, said) => {
    expect(() => checkConfig(config)).toThrow(SettingError);
    expect(() => checkConfig(config)).toThrow(said);
  });

  it("resolveConfig returns one", () => {
    expect(() => checkConfig(resolveConfig({ ratio: 3, threads: 2, keepAt: "0.9=0.5" }))).not.toThrow();
  });

  it("train and evaluateRun refuse them", async () => {
    await expect(train({ epochs: 0 } as never).next()).rejects.toThrow(SettingError);
    await expect(evaluateRun("nope" as never)).rejects.toThrow(
      "evaluateRun takes { run, data, engine, threads, predictions }, got nope",
    );
  });
});
