/** Four arrays, one a lane: [n] vectors. */
export function interleave(four: readonly ArrayLike<number>[]): Float32Array {
  return Float32Array.from({ length: 4 * four[0].length }, (_, i) => four[i % 4][i >> 2]);
}

/** The reverse, in double precision. */
export function laneOf(vectors: Float32Array, lane: number): Float64Array {
  return Float64Array.from({ length: vectors.length / 4 }, (_, i) => vectors[4 * i + lane]);
}

/** [outer][inner] -> [inner][outer] */
export function transpose(values: Float64Array, outer: number, inner: number): Float64Array {
  return values.map((_, i) => values[(i % outer) * inner + Math.floor(i / outer)]);
}
