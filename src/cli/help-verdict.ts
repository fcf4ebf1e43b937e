import { nameTable } from "../report/name-table.js";
import { wrap } from "../report/terminal.js";

const opening = `\
How ohem compare reaches a verdict. At most 5% of comparisons claim anything false, over all their pairs and looks, as \
long as metric, margin and baseline were chosen before training. A choice made after seeing results (compare show with \
--metric, --margin or --baseline) voids the 5%: it suggests, and takes new seeds to show.`;

const parts = {
  difference:
    "The same seed gives every contestant the same initial weights, batches and data. Differences are taken seed " +
    "by seed at the last epoch; a verdict is about their mean, over all seeds of these trainings on this test " +
    "set.",
  test:
    "The paired t test. From 6 to 40 seeds the exact sign flips stand beside it, and a note says where they " +
    "disagree.",
  margin:
    "within M: two one-sided t tests rule out a difference of M or more (Schuirmann 1987). It holds beside better " +
    "and worse, too. not shown: none of these, which never means the same.",
  family:
    "Every contestant against the baseline, controls included, and each that skips examples against its control: " +
    "both tests of all these pairs are adjusted together (Holm 1979, with Shaffer 1986). More contestants make " +
    "each claim harder. Identical trainings need no test and count as none. Intervals are of each pair alone, at " +
    "95%.",
  looks:
    "The first look, at a number of seeds fixed in advance, spends 80% of the 5%; all further ones share 20%, by " +
    "a test that is valid at every look (Wang and Ramdas 2023, arXiv:2310.03722). So seeds that are added to a " +
    "verdict show less than as many new ones. With --until-decided that test takes all of the 5% from the first " +
    "look on.",
  power:
    "What so many seeds show is the difference that they would show four times out of five, at their spread; " +
    "smaller ones are usually missed. What the first three seeds foretell is rough.",
  time:
    "Counted work at measured costs: examples forward, selected examples backward and steps, times the median " +
    "seconds of each over the trials of one machine. What else a machine did in the meantime changes nothing.",
  budgets:
    "The verdict is at equal steps. Equal backward passes and equal time are read off the curves, where the " +
    "smaller of the two budgets ends; only at a constant learning rate, as a schedule depends on the length of " +
    "the run.",
  "new images":
    "The verdict's interval is for other seeds on this test set. The one for new test images adds how much the " +
    "difference varies from image to image (crossed random effects of seeds and images).",
  exploratory: "Budgets, new test images and targets stand outside the family: they suggest and never show.",
};

/** `ohem help verdict`. @param width of the widest line */
export function helpVerdict(width: number): string {
  return `${wrap(opening, width)}\n\n${nameTable(parts, width)}\n`;
}
