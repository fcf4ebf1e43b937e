import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../src/compare/compare.js";
import { readPlan } from "../../src/compare/comparison-folder.js";
import type { CompareEvent } from "../../src/compare/events.js";
import type { CompareOptions } from "../../src/compare/options.js";
import { planComparison } from "../../src/compare/prepare.js";
import { showComparison } from "../../src/compare/show.js";
import { parseTrial } from "../../src/compare/trial-file.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { RunError } from "../../src/errors/errors.js";
import { train } from "../../src/run/train.js";
import { emptyFolder } from "../support/folder.js";
import { refusal } from "../support/refusal.js";
import { writeSmallData } from "../support/small-data.js";
import { timeless } from "../support/timeless.js";

const specs = ["ce", "ohem:ratio=3"];
const options = (folder: string, more: CompareOptions = {}): CompareOptions => ({
  settings: { data: join(folder, "small"), epochs: 2 },
  out: join(folder, "out"),
  seeds: 3,
  jobs: 2,
  ...more,
});

function place(): string {
  const folder = emptyFolder();
  writeSmallData(folder);
  return folder;
}

async function run(given: CompareOptions, contestants: readonly string[] = specs): Promise<CompareEvent[]> {
  const events: CompareEvent[] = [];
  for await (const event of compare(contestants, given)) events.push(event);
  return events;
}

const trialsIn = (folder: string) =>
  readdirSync(join(folder, "out/trials"))
    .sort()
    .map((name) => parseTrial(readFileSync(join(folder, "out/trials", name), "utf8"), name));
const comparisonOf = (folder: string) => JSON.parse(readFileSync(join(folder, "out/comparison.json"), "utf8"));
const timelessOf = (folder: string) => timeless(join(folder, "out/comparison.json"));

describe("a comparison", () => {
  let folder: string;
  let events: CompareEvent[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ohem-compare-"));
    writeSmallData(folder);
    events = await run(options(folder));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("trains every contestant and control from every seed, and says what it did", async () => {
    const kinds = events.map(({ type }) => type);
    expect(kinds[0]).toBe("plan");
    expect(kinds.filter((type) => type === "trial")).toHaveLength(9);
    expect(kinds.at(-1)).toBe("finished");
    const seeds = (name: string) =>
      trialsIn(folder)
        .filter(({ settings }) => settings.loss === name)
        .map(({ settings }) => settings.seed)
        .sort();
    for (const name of ["ce", "ohem:ratio=3", "random:ratio=3"]) expect(seeds(name)).toEqual([0, 1, 2]);
    expect(comparisonOf(folder).contestants.map(({ name, role }: Record<string, string>) => `${role} ${name}`)).toEqual(
      ["baseline ce", "contestant ohem:ratio=3", "control random:ratio=3"],
    );
  });

  it("trains as `train` does", async () => {
    const config = { data: join(folder, "small"), epochs: 2, loss: "ohem:ratio=3", seed: 1, evalEvery: 1 };
    const evaluations = [];
    for await (const event of train(resolveConfig({ ...config, out: join(folder, "run") }))) {
      if (event.type === "finished") evaluations.push(...event.evaluations);
    }
    const trial = trialsIn(folder).find(({ settings: { loss, seed } }) => loss === config.loss && seed === 1);
    expect(trial?.curve.map(({ testAccuracy, testLoss, steps }) => ({ testAccuracy, testLoss, steps }))).toEqual(
      evaluations.map(({ testAccuracy, testLoss, steps }) => ({ testAccuracy, testLoss, steps })),
    );
  });

  it("trains nothing again, and the verdict is the same to the byte", async () => {
    const before = readFileSync(join(folder, "out/comparison.json"), "utf8");
    const again = await run(options(folder));
    expect(again.map(({ type }) => type)).toEqual(["plan", "finished"]);
    expect(readFileSync(join(folder, "out/comparison.json"), "utf8")).toBe(before);
    expect(`${JSON.stringify(await showComparison(join(folder, "out")), null, 2)}\n`).toBe(before);
    expect(await showComparison(join(folder, "out/comparison.json"))).toEqual(JSON.parse(before));
  });

  it("extends its seeds, as a further look", async () => {
    const copy = place();
    await run(options(copy, { seeds: 2 }));
    const planned = await planComparison(specs, options(copy));
    expect(planned).toMatchObject({ trials: 9, done: 6, furtherLook: { before: [2] } });
    const more = await run(options(copy));
    expect({ ...more[0], seconds: 0 }).toEqual({ ...planned, seconds: 0 });
    expect((await planComparison(specs, options(copy))).furtherLook).toBeUndefined();
    expect(more.filter(({ type }) => type === "trial")).toHaveLength(3);
    expect(comparisonOf(copy).looks).toEqual([
      { seeds: 2, rule: "fixed" },
      { seeds: 3, rule: "sequential" },
    ]);
    expect((await readPlan(join(copy, "out")))?.seeds).toEqual([0, 1, 2]);
  });

  it("judges every seed that is done, whichever are asked for", async () => {
    const copy = place();
    await run(options(copy, { seeds: 2 }));
    await run(options(copy, { firstSeed: 1, seeds: 2 }));
    const { looks, seeds } = comparisonOf(copy);
    expect(seeds).toEqual([0, 1, 2]);
    expect(looks.map((look: { seeds: number }) => look.seeds)).toEqual([2, 3]);
    const before = readFileSync(join(copy, "out/comparison.json"), "utf8");
    expect((await run(options(copy, { seeds: 2 }))).map(({ type }) => type)).toEqual(["plan", "finished"]);
    expect(readFileSync(join(copy, "out/comparison.json"), "utf8")).toBe(before);
  });

  it("continues after a stop to the same figures", async () => {
    const copy = place();
    const controller = new AbortController();
    const stopped: CompareEvent[] = [];
    for await (const event of compare(specs, options(copy, { signal: controller.signal }))) {
      stopped.push(event);
      if (event.type === "trial" && event.done === 4) controller.abort();
    }
    expect(stopped.at(-1)).toMatchObject({ type: "finished", complete: false, comparison: undefined });
    expect((await refusal(showComparison(join(copy, "out")))).message).toContain("of 9 are missing");
    await run(options(copy));
    expect(timelessOf(copy)).toEqual(timelessOf(folder));
  });

  it("refuses a folder with another plan, and names the key", async () => {
    const other = { settings: { data: join(folder, "small"), epochs: 2, lr: 0.002 } };
    const message = (await refusal(run(options(folder, other)))).message;
    expect(message).toContain("holds another comparison (lr differs)");
    const curve = (await refusal(run(options(folder, { curve: 0.5 })))).message;
    expect(curve).toContain("(curve differs)");
    expect((await refusal(run(options(folder), ["ce", "focal"]))).message).toContain("(contestants differs)");
  });

  it("refuses a damaged trial by its name, and repairs it on request", async () => {
    const copy = place();
    await run(options(copy, { seeds: 2 }));
    const whole = timelessOf(copy);
    const [name] = readdirSync(join(copy, "out/trials")).sort();
    const file = join(copy, "out/trials", name);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
    expect((await refusal(run(options(copy, { seeds: 2 })))).message).toContain(name);
    const repaired = await run(options(copy, { seeds: 2, repair: true }));
    expect(repaired.filter(({ type }) => type === "trial")).toHaveLength(1);
    expect(timelessOf(copy)).toEqual(whole);
  });

  it("refuses a trial of another comparison, with the key that differs", async () => {
    const copy = place();
    await run(options(copy, { seeds: 2 }));
    const [foreign] = trialsIn(folder).filter(({ settings }) => settings.seed === 0);
    const elsewhere = place();
    await run(options(elsewhere, { seeds: 2, settings: { data: join(elsewhere, "small"), epochs: 1 } }));
    writeFileSync(join(elsewhere, "out/trials", `${foreign.id}.json`), JSON.stringify(foreign));
    const again = options(elsewhere, { seeds: 2, settings: { data: join(elsewhere, "small"), epochs: 1 } });
    expect((await refusal(run(again))).message).toContain("a trial of another comparison (epochs 2)");
  });

  it("is trained by one process at a time", async () => {
    const copy = place();
    const first = compare(specs, options(copy, { seeds: 2 }));
    await first.next();
    const second = () => run(options(copy, { seeds: 2 }));
    await expect(second()).rejects.toThrow(RunError);
    await expect(second()).rejects.toThrow(/has been training this comparison since .*; wait for it, then repeat/);
    const lock = join(copy, "out", "lock");
    writeFileSync(lock, JSON.stringify({ ...JSON.parse(readFileSync(lock, "utf8")), host: "somewhere.else" }));
    await expect(second()).rejects.toThrow(
      /repeat the command; if it is dead, try again 2 minutes after its last sign/,
    );
    await first.return();
    rmSync(join(copy, "out"), { recursive: true });
  });
});

it("chooses the number of seeds from the spread of three", async () => {
  const folder = place();
  const events = await run(options(folder, { seeds: undefined, seedsFor: 0.2, maxSeeds: 5 }));
  const { seeds } = comparisonOf(folder);
  expect(seeds.length).toBeGreaterThanOrEqual(3);
  expect(seeds.length).toBeLessThanOrEqual(5);
  expect(events.filter(({ type }) => type === "trial")).toHaveLength(3 * seeds.length);
});

it("adds seeds until every verdict is reached, under the rule for many looks", async () => {
  const folder = place();
  await run(options(folder, { seeds: 2, untilDecided: true, maxSeeds: 4 }));
  const { looks, seeds } = comparisonOf(folder);
  expect(looks).toEqual(seeds.slice(1).map((_: number, i: number) => ({ seeds: i + 2, rule: "sequential" })));
});

it("keeps a training that diverges as a result", async () => {
  const folder = place();
  const settings = { data: join(folder, "small"), epochs: 2, lr: 1e30 };
  await run(options(folder, { seeds: 2, settings }));
  expect(trialsIn(folder).every(({ diverged, curve }) => diverged !== null && curve.length > 0)).toBe(true);
  expect(comparisonOf(folder).contestants[0].diverged).toBe(2);
});
