import { firstLine } from "../../../errors/first-line.js";
import { createGraph } from "../graph/graph.js";
import { conv2d } from "../graph/operations.js";
import { openSession } from "../graph/session.js";
import type { Runtime } from "../runtime/load.js";

const side = 28;
const channels = 8;

/**
 * Runs a convolution on this device, through the library that the net's convolutions use there, and compares the result
 * with the definition.
 * @returns true, or why not
 */
export function convolves(runtime: Runtime, device: string): true | string {
  try {
    const graph = createGraph(runtime.protobuf, device);
    const images = graph.fed("images", "float32", [2, side, side, 1]);
    const filter = graph.fed("filter", "float32", [5, 5, 1, channels]);
    const output = conv2d(graph, images, filter);
    const session = openSession(runtime.binding, graph);
    try {
      const values = { images: wave(2 * side * side, 0.37), filter: wave(25 * channels, 0.73) };
      const [actual] = session.call(
        ["images", "filter"],
        [output],
      )([
        { type: "float32", shape: [2, side, side, 1], values: values.images },
        { type: "float32", shape: [5, 5, 1, channels], values: values.filter },
      ]);
      const worst = Math.max(...convolution(values).map((expected, i) => Math.abs(expected - actual[i])));
      return worst < 1e-3 ? true : `a convolution on ${device} is off by ${worst}`;
    } finally {
      session.close();
    }
  } catch (error) {
    return firstLine(error);
  }
}

function wave(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(step * i));
}

function convolution({ images, filter }: { images: Float32Array; filter: Float32Array }): number[] {
  const size = side - 4;
  return Array.from({ length: 2 * size * size * channels }, (_, i) => {
    const channel = i % channels;
    const column = Math.floor(i / channels) % size;
    const row = Math.floor(i / channels / size) % size;
    const image = Math.floor(i / channels / size / size);
    let sum = 0;
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 5; x++) {
        sum += images[(image * side + row + y) * side + column + x] * filter[(y * 5 + x) * channels + channel];
      }
    }
    return sum;
  });
}
