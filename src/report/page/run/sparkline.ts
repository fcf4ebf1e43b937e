import { line } from "d3-shape";
import type { EpochLoss } from "../../../train/loss-by-epoch.js";
import { formatLoss } from "../../numbers.js";
import type { Html } from "../html.js";
import { element } from "../plots/svg.js";

/** In user units: about the pixels on a wide page. */
const [width, height] = [80, 28];
/** Room for the width of the line, and the dot at its end. */
const edge = 3;
/** At most, from the bottom to the top: a log scale, because the losses of suspects differ by so much. */
const octaves = 8;

/** The losses of examples that are shown beside each other: one scale for all. */
export interface SparkScale {
  readonly firstEpoch: number;
  readonly lastEpoch: number;
  /** nats, above 0: what is at the bottom or below it, and at the top */
  readonly leastLoss: number;
  readonly mostLoss: number;
}

/** @returns undefined where an example has a loss in less than two epochs: there is no line to draw */
export function sparkScale(examples: readonly (readonly EpochLoss[])[]): SparkScale | undefined {
  if (examples.length === 0 || examples.some((losses) => losses.length < 2)) return undefined;
  const all = examples.flat();
  const losses = all.map(({ loss }) => loss);
  const mostLoss = Math.max(...losses, 2 ** -9);
  return {
    firstEpoch: Math.min(...all.map(({ epoch }) => epoch)),
    lastEpoch: Math.max(...all.map(({ epoch }) => epoch)),
    leastLoss: Math.max(Math.min(...losses), mostLoss / 2 ** octaves),
    mostLoss,
  };
}

/** A small plot of an example's loss by epoch, in words too; the numbers are for the table beneath. */
export function sparkline(losses: readonly EpochLoss[], scale: SparkScale): Html {
  const { firstEpoch, lastEpoch, leastLoss, mostLoss } = scale;
  const full = Math.log2(mostLoss / leastLoss) || 1;
  const x = (epoch: number) => edge + ((width - 2 * edge) * (epoch - firstEpoch)) / (lastEpoch - firstEpoch);
  const rise = (loss: number) => Math.log2(Math.max(loss, leastLoss) / leastLoss) / full;
  const y = (loss: number) => height - edge - (height - 2 * edge) * rise(loss);
  const path = line<EpochLoss>(
    ({ epoch }) => x(epoch),
    ({ loss }) => y(loss),
  ).digits(1);
  const [first, last] = [losses[0], losses[losses.length - 1]];
  const words = [first, last].map(({ epoch, loss }) => `${formatLoss(loss, 2)} in epoch ${epoch}`).join(", ");
  return element(
    "svg",
    { class: "spark", role: "img", "aria-label": `Loss ${words}`, viewBox: `0 0 ${width} ${height}` },
    element("path", { class: "least", d: `M${edge} ${y(0)}H${width - edge}` }),
    element("path", { d: path(losses) ?? "" }),
    element("circle", { cx: x(last.epoch), cy: y(last.loss), r: 2 }),
  );
}
