import { expect, test } from "vitest";
import { createPlan, type Plan } from "../../src/compare/plan.js";
import { repeatCommand } from "../../src/compare/repeat-command.js";
import { resolveContestants } from "../../src/compare/resolve-contestants.js";
import { verdict } from "../../src/compare/verdict.js";
import type { Settings } from "../../src/config/settings.js";
import { simulateTrials } from "../support/simulated-trials.js";

const trials = simulateTrials({ contestants: [{ loss: "ce" }, { loss: "focal" }], seeds: [0, 1] });
const judged = verdict(trials);

async function planOf(specs: readonly string[], settings: Settings, controls = true, seeds = [0, 1]): Promise<Plan> {
  const contestants = await resolveContestants(specs, settings, controls);
  return createPlan(contestants, { name: "mnist", verified: true, sha256: "5e".repeat(32) }, 1, seeds);
}

test.each<[readonly string[], Settings, string]>([
  [["ce", "ohem:ratio=3"], {}, "ohem compare ce ohem:ratio=3 --seeds 2"],
  [["ce", "focal"], { epochs: 3, lr: 0.01, lrSchedule: "one-cycle" }, "--epochs 3 --lr 0.01 --lr-schedule one-cycle"],
  [["ce", "focal"], { labelNoise: 0.2 }, "ohem compare ce focal:gamma=2 --seeds 2 --label-noise 0.2"],
  [["ce", "focal"], { labelNoise: 0.2, labelNoiseKind: "pairs" }, "--label-noise 0.2 --label-noise-kind pairs"],
  [["ce", "focal"], { trainExamples: 1000, imbalance: 10 }, "--train-examples 1000 --imbalance 10"],
  [["ce", "random:ratio=3", "ohem:ratio=3"], {}, "ohem compare ce random:ratio=3 ohem:ratio=3 --seeds 2"],
])("%j with %j", async (specs, settings, expected) => {
  expect(`${repeatCommand(await planOf(specs, settings), judged)} `).toContain(`${expected} `);
});

test("what the command cannot know stands in capitals", async () => {
  const plan = await planOf(["ce", "focal"], {});
  const folder = { ...plan, data: { ...plan.data, name: null } };
  expect(repeatCommand(folder, judged)).toBe("ohem compare ce focal:gamma=2 --seeds 2 --data FOLDER");
  const [ce, focal] = plan.contestants;
  const own = {
    ...focal,
    name: "tilted@0123abcd:alpha=2",
    settings: { ...focal.settings, loss: `tilted@${"0".repeat(64)}` },
  };
  expect(repeatCommand({ ...plan, contestants: [ce, own] }, judged)).toContain("compare ce MODULE.js:alpha=2 --seeds");
  const warm = await planOf(["ohem:ratio=3", "ohem:ratio=8"], { warmupEpochs: 1 });
  expect(repeatCommand(warm, judged)).toContain("--config FILE");
});

test("seeds, controls that were left out, and how it was judged", async () => {
  const later = { ...judged, seeds: [5, 6, 7], looks: [{ seeds: 3, rule: "fixed" as const }] };
  expect(repeatCommand(await planOf(["ce", "ohem:ratio=3"], {}, false, [5, 6, 7]), later)).toBe(
    "ohem compare ce ohem:ratio=3 --seeds 3 --first-seed 5 --no-control",
  );
  const otherwise = verdict(trials, { margin: 0.002, metric: "balanced-accuracy", target: 0.98 });
  expect(repeatCommand(await planOf(["ce", "focal"], {}), otherwise)).toBe(
    "ohem compare ce focal:gamma=2 --seeds 2 --metric balanced-accuracy --margin 0.2 --target 0.98",
  );
});

test("names are quoted for a shell where they have to be", async () => {
  const plan = await planOf(["ce", "focal"], {});
  const contestants = plan.contestants.map((one, i) => (i === 1 ? { ...one, name: "it's $HOME.json" } : one));
  expect(repeatCommand({ ...plan, contestants }, judged)).toContain("compare ce 'it'\\''s $HOME.json' --seeds 2");
});

test("each look is a command, and an open number of seeds stays open", async () => {
  const plan = await planOf(["ce", "focal"], {}, true, [0, 1, 2, 3, 4]);
  const five = { ...judged, seeds: plan.seeds };
  const looks = [
    { seeds: 3, rule: "fixed" },
    { seeds: 5, rule: "sequential" },
  ] as const;
  const [first, further] = ["--seeds 3", "--seeds 2 --first-seed 3"].map((s) => `ohem compare ce focal:gamma=2 ${s}`);
  expect(repeatCommand(plan, { ...five, looks })).toBe(`${first} && ${further}`);
  const one = [looks[0], { ...looks[1], seeds: 4 }];
  expect(repeatCommand(plan, { ...judged, seeds: [0, 1, 2, 3], looks: one })).toContain("--seeds 2 --first-seed 2");
  const open = looks.map(({ seeds }) => ({ seeds, rule: "sequential" as const }));
  expect(repeatCommand(plan, { ...five, looks: open })).toBe(`${first} --until-decided --max-seeds 5`);
  expect(repeatCommand(plan, { ...judged, looks: open, missingTrials: 2 })).toBe(
    "ohem compare ce focal:gamma=2 --seeds 5",
  );
});

test("the baseline that was chosen is named first", async () => {
  const plan = await planOf(["ce", "focal"], {});
  expect(repeatCommand(plan, { ...judged, baseline: "focal:gamma=2" })).toBe("ohem compare focal:gamma=2 ce --seeds 2");
});
