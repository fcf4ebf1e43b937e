import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Seeds are unsigned 32-bit integers. */
export const maxSeed = 2 ** 32 - 1;

/** A seeded generator whose state can be saved and restored. */
export interface Random {
  /** A 32-bit float in [0, 1), a multiple of 2^-24. */
  float(): number;
  /** An integer in [0, bound), all equally likely. */
  integer(bound: number): number;
  /** The state, as integers, for `restoreRandom`. */
  state(): readonly number[];
}

/**
 * The parts of a run that draw numbers: each has its own stream of one seed, so that none depends on how much another
 * drew.
 */
const randomStreams = ["weights", "batches", "loss", "subset", "long tail", "label noise"] as const;
export type RandomStream = (typeof randomStreams)[number];

/**
 * A stream of the seed. The generator is linear, so seeds that differ in few bits would give related numbers: its state
 * is drawn from the seed by another kind of generator, as its authors advise (Blackman and Vigna 2018,
 * arXiv:1805.01407), here SplitMix with MurmurHash3's 32-bit finaliser.
 */
export function createRandom(seed: number, stream: RandomStream): Random {
  const first = 4 * randomStreams.indexOf(stream) + 1;
  const start = scramble(seed);
  return restoreRandom([0, 1, 2, 3].map((word) => scramble(start + Math.imul(first + word, 0x9e3779b9))));
}

/** A permutation of the 32-bit integers in which every bit of the result depends on every bit given. */
function scramble(value: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const again = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return again ^ (again >>> 16);
}

export function restoreRandom(state: readonly number[]): Random {
  return wrap(xoroshiro128plusFromState(state));
}

function wrap(generator: ReturnType<typeof xoroshiro128plusFromState>): Random {
  return {
    float: () => (generator.next() >>> 8) * 2 ** -24,
    integer: (bound) => uniformInt(generator, 0, bound - 1),
    state: () => generator.getState(),
  };
}
