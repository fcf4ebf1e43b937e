import type { Comparison } from "../../../compare/comparison.js";
import type { Plan, PlannedTrial } from "../../../compare/plan.js";
import { shortened } from "../../../errors/shortened.js";
import { footnotes } from "../../comparison/footnotes.js";
import { originLine } from "../../comparison/origin-line.js";
import { size } from "../../comparison/points.js";
import { familySize, type Row } from "../../comparison/rows.js";
import { sentences } from "../../comparison/sentences.js";
import { comparisonTitle, recommendation } from "../../comparison/text.js";
import { formatCountOf, formatPercent } from "../../numbers.js";
import { type Html, html } from "../html.js";

const mostNamed = 4;

/** Who is compared; of many, the first. */
export function titleOf({ contestants }: Comparison): string {
  const [baseline, ...others] = contestants.filter(({ role }) => role !== "control").map(({ name }) => shortened(name));
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : "";
  return `${others.slice(0, mostNamed).join(", ")}${more} against ${baseline}`;
}

interface Verdict {
  readonly comparison: Comparison;
  readonly plan: Plan;
  readonly missing: readonly PlannedTrial[];
}

/** The verdict in words, then what it could not have seen and what a reader must know. */
export function lead({ comparison, plan, missing }: Verdict, rows: readonly Row[]): Html {
  return html`<h1>${titleOf(comparison)}</h1>
<p class="muted">${originLine(comparison)}.</p>
<p class="verdict">${recommendation(comparison)}</p>
<ul class="sentences">${sentences(comparison, rows).map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
${missing.length === 0 ? undefined : missingNote(comparison, plan, missing)}
<p class="muted">${comparisonTitle(comparison)}.</p>
<h2>What this could not have seen</h2>
<ul>${limits(comparison, rows).map((limit) => html`<li>${limit}</li>\n`)}</ul>
`;
}

/** What a reader must know to read the figures right. */
export function readingNotes(comparison: Comparison, rows: readonly Row[]): Html {
  return html`<h3>How to read it</h3>
<ul>${footnotes(comparison, rows, "kept time").map((note) => html`<li>${note}</li>\n`)}</ul>`;
}

const mostListed = 8;

function missingNote({ seeds }: Comparison, plan: Plan, missing: readonly PlannedTrial[]): Html {
  const planned = plan.contestants.length * plan.seeds.length;
  const listed = missing.slice(0, mostListed).map(({ contestant, seed }) => {
    return `${plan.contestants[contestant].name} with seed ${seed}`;
  });
  const more = missing.length > mostListed ? ` and ${missing.length - mostListed} more` : "";
  return html`<p class="note"><strong>Not complete:</strong> ${missing.length} of ${planned} trainings are missing
(${listed.join(", ")}${more}). This is the verdict of the ${formatCountOf(seeds.length, "seed")} that all contestants
have, by the rule for many looks.</p>`;
}

/** How small a difference may be to be missed, and what the figures are not about. */
function limits({ seeds, alpha }: Comparison, rows: readonly Row[]): string[] {
  const tested = rows.flatMap(({ pair }) => (pair === undefined || pair.verdict === "identical" ? [] : [pair]));
  const sizes = tested.flatMap(({ smallestDetectable }) => smallestDetectable ?? []);
  const counted = formatCountOf(seeds.length, "seed");
  return [
    tested.length === 0
      ? "Nothing had to be tested: all trainings are identical."
      : `${counted} show ${detectable(sizes)} four times out of five; smaller differences are usually missed.`,
    `At most ${formatPercent(alpha, 0)} of such comparisons make any false claim, over all ` +
      `${formatCountOf(familySize(rows), "pair")} of it. "Not shown" never means "the same".`,
    "The figures are about other seeds of these trainings on this test set; " +
      "for other test images see the exploratory figures, and other data or settings need a comparison of their own.",
  ];
}

function detectable(sizes: readonly number[]): string {
  if (sizes.length === 0) return "no difference, however large,";
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map(size);
  const points = least === most ? least : `${least} to ${most}`;
  return `differences of about ${points} points${least === most ? "" : " (depending on the pair)"}`;
}
