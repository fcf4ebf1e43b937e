import type { Content, Html } from "../html.js";
import { table } from "../table.js";
import type { MeanCurve, MeanPoint } from "./curves.js";

/** A row an epoch, a column a contestant. */
export function matrix(caption: string, curves: readonly MeanCurve[], cell: (point: MeanPoint) => Content): Html {
  const epochs = [...new Set(curves.flatMap(({ points }) => points.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  return table(
    caption,
    [
      { header: "epoch", kind: "heading", cell: (epoch: number) => Number(epoch.toPrecision(6)) },
      ...curves.map(({ name, points }) => {
        const at = new Map(points.map((point) => [point.epoch, point]));
        return {
          header: name,
          cell: (epoch: number) => {
            const point = at.get(epoch);
            return point === undefined ? "–" : cell(point);
          },
        };
      }),
    ],
    epochs,
  );
}
