import { PassThrough } from "node:stream";

export type Recorded = PassThrough & { isTTY?: boolean; columns?: number; fd?: number };

/** A stream that keeps what was written; with `columns` it says that it is a terminal of that width. */
export function recorder(columns?: number): Recorded {
  return Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
}

/** What was written since the last call. */
export function written(stream: Recorded): string {
  return stream.read()?.toString("utf8") ?? "";
}
