import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveContestants } from "../../src/compare/resolve-contestants.js";
import { emptyFolder } from "../support/folder.js";
import { refusal } from "../support/refusal.js";

const resolve = (specs: readonly string[], settings = {}, controls = true) =>
  resolveContestants(specs, settings, controls);
const names = async (...of: Parameters<typeof resolve>) =>
  (await resolve(...of)).map(({ name, controlOf }) => (controlOf.length > 0 ? `${name} for ${controlOf}` : name));

describe("controls", () => {
  it("keep as many examples as the contestants that they stand beside", async () => {
    expect(await names(["ce", "ohem:ratio=3", "ohem:keep=0.25", "small-loss:drop=0.5"])).toEqual([
      "ce",
      "ohem:ratio=3",
      "ohem:keep=0.25",
      "small-loss:drop=0.5",
      "random:ratio=3 for ohem:ratio=3",
      "random:keep=0.25 for ohem:keep=0.25",
      "random:keep=0.5 for small-loss:drop=0.5",
    ]);
  });

  it("are shared by contestants that keep as many, and a contestant can be one", async () => {
    expect(await names(["ohem:ratio=3", "ohem:ratio=3,skip=0.1", "random:ratio=3"])).toEqual([
      "ohem:ratio=3",
      "ohem:ratio=3,skip=0.1",
      "random:ratio=3 for ohem:ratio=3,ohem:ratio=3,skip=0.1",
    ]);
  });

  it("are left out on request, and beside losses whose part is not fixed or the whole batch", async () => {
    expect(await names(["ce", "ohem:ratio=3"], {}, false)).toEqual(["ce", "ohem:ratio=3"]);
    expect(await names(["ce", "threshold", "selective-backprop", "focal", "ohem:ratio=1"])).toEqual([
      "ce",
      "threshold:probability=0.7",
      "selective-backprop:beta=3",
      "focal:gamma=2",
      "ohem:ratio=1",
    ]);
  });
});

it("puts a file's settings on top of the common ones", async () => {
  const file = join(emptyFolder(), "mine.json");
  writeFileSync(file, '{ "loss": "ohem", "keepAt": "0.8=0.5", "lr": 0.01 }');
  const [ce, mine, control] = await resolve(["ce", file], { epochs: 3, lr: 0.002 });
  expect(ce.config).toMatchObject({ loss: "ce", epochs: 3, lr: 0.002 });
  expect(mine).toMatchObject({ name: file, config: { loss: "ohem:ratio=3", epochs: 3, lr: 0.01, keepAt: "0.8=0.5" } });
  expect(control.name).toBe(`random:ratio=3 as ${file}`);
  expect(control.config).toMatchObject({ loss: "random:ratio=3", lr: 0.01, keepAt: "0.8=0.5" });
});

describe("refuses", () => {
  const folder = () => emptyFolder();
  const write = (name: string, settings: object) => {
    const file = join(folder(), name);
    writeFileSync(file, JSON.stringify(settings));
    return file;
  };

  it.each([
    [[], {}, "expected a baseline and at least one contestant, got none"],
    [["ce"], {}, "got only ce"],
    [["ce", "ce"], {}, "ce twice: the same training"],
    [["ohem:ratio=4", "ohem:keep=0.25", "ohem:ratio=4"], {}, "ohem:ratio=4 twice"],
    [["ce", "ohem:ratoi=3"], {}, "did you mean ratio?"],
    [["ce", "ohem"], { loss: "ce" }, "loss: the losses of a comparison are its contestants"],
    [["ce", "ohem"], { seed: 3 }, "seed: a comparison has many seeds"],
    [["ce", "ohem"], { engine: "tensorflow" }, "engine: a comparison trains on the wasm engine, got tensorflow"],
    [["ce", "ohem"], { checkpointEvery: 3 }, "checkpointEvery: a setting of a single run"],
  ] as const)("%j with %j", async (specs, settings, message) => {
    expect((await refusal(resolve(specs, settings))).message).toContain(message);
  });

  it("files that differ in epochs or data, or name a seed", async () => {
    const longer = write("longer.json", { loss: "ohem", epochs: 4 });
    const other = write("other.json", { loss: "ohem", data: "fashion-mnist" });
    const seeded = write("seeded.json", { loss: "ohem", seed: 1 });
    expect((await refusal(resolve(["ce", longer], { epochs: 3 }))).message).toContain("epochs: expected the same");
    expect((await refusal(resolve(["ce", other]))).message).toContain("data: expected the same");
    expect((await refusal(resolve(["ce", seeded]))).message).toContain(`${seeded}: seed: a comparison has many seeds`);
  });
});
