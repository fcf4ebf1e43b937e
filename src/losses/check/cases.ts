import { createRandom, type Random } from "../../random.js";
import type { LossDefinition, LossValues } from "../definition.js";
import { isLegal, type Parameter, type ParameterValue } from "../parts/parameter.js";

/** What a loss is tried on. */
export interface LossCase {
  /** legal parameters; undefined ones are left out */
  readonly given: LossValues;
  /** batches before, which state and arrays have seen */
  readonly earlier: readonly Float32Array[];
  readonly losses: Float32Array;
  readonly keptFraction: number | undefined;
  /** of what the loss draws */
  readonly seed: number;
}

/** One of endlessly many cases; the first ones are small. The same index always gives the same case. */
export function lossCase(definition: LossDefinition, index: number): LossCase {
  const random = createRandom(index, "loss");
  const n = 1 + random.integer(index < 20 ? 4 : oneOf([8, 128, 1000], random));
  const shape = oneOf(shapes, random);
  return {
    given: index === 0 ? {} : legalParameters(definition, random),
    earlier: Array.from({ length: oneOf([0, 1, 4], random) }, () => drawBatch(n, shape, random)),
    losses: drawBatch(n, shape, random),
    keptFraction: definition.target === undefined ? undefined : oneOf([undefined, 1, 1 - random.float()], random),
    seed: random.integer(2 ** 31),
  };
}

/** Any legal parameters of a loss: some are left out, and one that replaces another comes without it. */
export function legalParameters({ parameters }: Pick<LossDefinition, "parameters">, random: Random): LossValues {
  const given: Record<string, ParameterValue | undefined> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    given[name] = random.float() < 0.2 ? undefined : legalValue(parameter, random);
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind !== "number" || parameter.insteadOf === undefined || given[name] === undefined) continue;
    given[parameter.insteadOf] = undefined;
  }
  return given;
}

function legalValue(parameter: Parameter, random: Random): ParameterValue | undefined {
  if (parameter.kind === "choice") return oneOf(parameter.choices, random);
  const { minimum, above, maximum, below, integer } = parameter;
  const high = maximum ?? below ?? Number.MAX_VALUE;
  const low = minimum ?? above ?? Math.min(parameter.default ?? 0, high) - 10;
  const candidates = [
    () => parameter.default,
    () => minimum,
    () => maximum,
    () => low + random.float() * Math.min(high - low, integer ? 2000 : 10),
    () => low + random.float() * Math.min(high - low, 10),
    // of every magnitude
    () => low + Math.min(high - low, 10 ** (random.float() * (integer ? 12 : 300))) * random.float(),
  ];
  for (let tries = 0; tries < 100; tries++) {
    const value = oneOf(candidates, random)();
    const rounded = value !== undefined && integer ? Math.floor(value) : value;
    if (isLegal(parameter, rounded)) return rounded;
  }
  return undefined;
}

type Shape = (random: Random) => number;

const shapes: readonly Shape[] = [
  (random) => -Math.log(1 - random.float()),
  // many ties
  (random) => random.integer(6) / 4,
  () => 0.5,
  (random) => (random.float() < 0.5 ? 0 : random.float()),
  // of every magnitude
  (random) => 10 ** (random.float() * 49 - 45),
  (random) => random.float() * 1e4,
];

function drawBatch(n: number, shape: Shape, random: Random): Float32Array {
  return Float32Array.from({ length: n }, () => shape(random));
}

function oneOf<T>(list: readonly T[], random: Random): T {
  return list[random.integer(list.length)];
}
