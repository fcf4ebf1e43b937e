import type { RunInspection } from "../../../run/inspect-run.js";
import { formatCount, formatCountOf } from "../../numbers.js";
import { type Html, html } from "../html.js";
import { settingLabel } from "../setting-label.js";
import { table } from "../table.js";

/** The settings of a run, and what else it depends on. */
export function settingsPart({ checkpoint, data }: RunInspection): Html {
  const { config, version, id, dataSha256, derivedSha256, fileSha256, classes } = checkpoint;
  const sets = `${formatCount(data.train.count)} training and ${formatCountOf(data.test.count, "test example")}`;
  const origin: readonly (readonly [string, string | undefined])[] = [
    ["run", id],
    ["ohem", version],
    ["data", `${data.name}: ${sets}, ${classes} classes`],
    ["data, SHA-256", dataSha256],
    ["training set, SHA-256", derivedSha256],
    ["model file, SHA-256", fileSha256],
  ];
  const { out: _, ...own } = config;
  const settings = Object.entries(own).map(([name, value]) => [settingLabel(name as keyof typeof own), value] as const);
  return html`${data.remark === undefined ? undefined : html`<p class="note">${data.remark}.</p>`}
<div class="grid">${pairs("Settings, as flags of ohem train", settings)}
${pairs("Versions and digests", origin)}</div>`;
}

function pairs(caption: string, all: readonly (readonly [string, string | number | undefined])[]): Html {
  return table(
    caption,
    [
      { header: "name", kind: "heading", cell: ([name]) => name },
      { header: "value", kind: "text", cell: ([, value]) => html`<code>${value}</code>` },
    ],
    all.filter(([, value]) => value !== undefined),
  );
}
