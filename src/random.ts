import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A seeded generator whose state can be written down and taken up again. */
export interface Random {
  /** A 32-bit float in [0, 1), a multiple of 2^-24. */
  float(): number;
  /** An integer in [0, bound), every one equally likely. */
  integer(bound: number): number;
  /** The state, as integers; `restoreRandom` takes it. */
  state(): readonly number[];
}

/** The parts of a run that draw numbers: each has its own stream of one seed, so that none depends on how much another drew. */
const randomStreams = ["weights", "batches", "loss"] as const;
export type RandomStream = (typeof randomStreams)[number];

/**
 * A stream of the seed; streams are 2^64 draws apart (xoroshiro128+ jumps). The first stream jumps too: fresh from its seed the generator's first
 * numbers are nearly the seed itself.
 */
export function createRandom(seed: number, stream: RandomStream): Random {
  const generator = xoroshiro128plus(seed);
  for (let jumps = randomStreams.indexOf(stream); jumps >= 0; jumps--) generator.jump();
  return wrap(generator);
}

export function restoreRandom(state: readonly number[]): Random {
  return wrap(xoroshiro128plusFromState(state));
}

function wrap(generator: ReturnType<typeof xoroshiro128plus>): Random {
  return {
    float: () => (generator.next() >>> 8) * 2 ** -24,
    integer: (bound) => uniformInt(generator, 0, bound - 1),
    state: () => generator.getState(),
  };
}
