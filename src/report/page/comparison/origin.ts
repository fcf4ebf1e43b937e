import { repeatCommand } from "../../../compare/repeat-command.js";
import { sharedSettings } from "../../../compare/shared-settings.js";
import type { ComparisonWithTrials } from "../../../compare/with-trials.js";
import { seedsText } from "../../comparison/origin-line.js";
import { formatCount, formatCountOf } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { settingLabel } from "../setting-label.js";
import { table } from "../table.js";

type Line = readonly [name: string, value: string];

/** How to repeat the comparison, and what it depends on. */
export function originPart({ plan, comparison, entries }: ComparisonWithTrials): Html {
  const own = plan.contestants.map(({ settings }) => settings);
  const names = [...new Set(own.flatMap((settings) => Object.keys(settings)))] as (keyof (typeof own)[number])[];
  const shared = sharedSettings(plan.contestants);
  const differing = names.filter((name) => !(name in shared));
  const facts: Line[] = [
    ...factsOf(plan, entries),
    ...Object.entries(shared).map(([name, value]): Line => [settingLabel(name as keyof typeof shared), String(value)]),
  ];
  return html`<pre><code>${repeatCommand(plan, comparison)}</code></pre>
<p>The same command trains the same on any machine, to the bit; only seconds differ.</p>
${table(
  "What all trainings share",
  [
    { header: "name", kind: "heading", cell: ([name]: Line) => name },
    { header: "value", kind: "text", cell: ([, value]) => html`<code>${value}</code>` },
  ],
  facts,
)}
<h3>What differs</h3>
${table(
  "Settings in which the contestants differ",
  [
    { header: "contestant", kind: "heading", cell: (index: number) => plan.contestants[index].name },
    ...differing.map((name) => ({
      header: settingLabel(name),
      kind: "text" as const,
      cell: (index: number) => html`<code>${String(own[index][name] ?? "–")}</code>`,
    })),
    {
      header: "control of",
      kind: "text",
      cell: (index) => plan.contestants[index].controlOf.join(", "),
    },
  ],
  [...plan.contestants.keys()],
)}`;
}

function factsOf(plan: ComparisonWithTrials["plan"], entries: ComparisonWithTrials["entries"]): Line[] {
  const trials = entries.flatMap((entry) => entry.trials);
  const list = (values: readonly string[]) => [...new Set(values)].sort().join(", ");
  const [{ data }] = trials;
  const examples = `${formatCount(data.train)} training and ${formatCount(data.test)} test examples`;
  const sets = list(trials.map((trial) => trial.data.sha256)).split(", ");
  const machines = new Map<string, number>();
  for (const { timings } of trials) machines.set(timings.cpu, (machines.get(timings.cpu) ?? 0) + 1);
  return [
    ["data", `${plan.data.name ?? "a folder"}: ${examples}`],
    ["data, SHA-256", plan.data.sha256],
    ...(sets.length > 1 ? [["training sets", `${sets.length}: the seed decides what is derived`] as const] : []),
    ["seeds", seedsText(plan.seeds)],
    ["ohem", list(trials.map(({ ohem }) => ohem))],
    ["engine", `${plan.engine}, arithmetic ${plan.arithmetic}`],
    ["machines", [...machines].map(([cpu, count]) => `${cpu} (${formatCountOf(count, "training")})`).join(", ")],
    ["evaluated every", formatCountOf(plan.curve, "epoch")],
  ];
}
