import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { runModule } from "../support/child.js";
import { exampleCheckpoint } from "../support/example-checkpoint.js";
import { emptyFolder, listing } from "../support/folder.js";

const posix = { skip: process.platform === "win32" };

test(
  "no room for the model: the run fails with one clear line, and the earlier model is as it was",
  posix,
  async () => {
    const folder = emptyFolder();
    const file = join(folder, "model.safetensors");
    await saveCheckpoint(file, exampleCheckpoint());
    const before = readFileSync(file);
    const rewrite = `
    const { loadCheckpoint } = await ohem("checkpoint/read-checkpoint.js");
    const { saveCheckpoint } = await ohem("checkpoint/write-checkpoint.js");
    const checkpoint = await loadCheckpoint("model.safetensors");
    const { step } = checkpoint.engine;
    try {
      await saveCheckpoint("model.safetensors", { ...checkpoint, version: "9" });
    } catch (error) {
      console.log(error.name + ": " + error.message);
    }`;
    const limited = await runModule(rewrite, folder, "ulimit -f 64").ended;
    expect(limited.stdout).toBe(
      "RunError: model.safetensors: cannot be written (an earlier file is unchanged): file too large; " +
        "raise the limit on file size (ulimit -f)\n",
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(listing(folder)).toEqual(["model.safetensors"]);

    expect(await runModule(rewrite, folder).ended).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect((await loadCheckpoint(file)).version).toBe("9");
  },
);
