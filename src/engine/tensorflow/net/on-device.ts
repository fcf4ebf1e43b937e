import type { Dataset } from "../../../data/dataset.js";
import {
  imageSide,
  mapParameters,
  type ParameterName,
  type Parameters,
  parameterNames,
  requireSizes,
} from "../../../model/net.js";
import { type EngineState, type Split, stateParts } from "../../engine.js";
import type { Fed, Session } from "../graph/session.js";
import { fromTensorflow, tensorflowLayouts, toTensorflow } from "./layout.js";
import { names, stateNames } from "./net.js";

/** Copies one split to the device. */
export function uploadSplit(session: Session, split: Split, { images, labels, count }: Dataset): void {
  const upload = session.call(
    [names.write(`${split}/images`), names.write(`${split}/labels`)],
    [names.dataWritten(split)],
  );
  upload([
    { type: "uint8", shape: [count, imageSide, imageSide, 1], values: images },
    { type: "uint8", shape: [count], values: labels },
  ]);
}

/** Reads and writes parameters and moments, which outside are in PyTorch's layout. */
export interface StateOnDevice {
  read(): Omit<EngineState, "step">;
  /** @throws InputError for a tensor of the wrong size */
  check(state: EngineState): void;
  write(state: EngineState): void;
}

export function stateOnDevice(session: Session, classes: number): StateOnDevice {
  const layouts = tensorflowLayouts(classes);
  const readAll = session.call([], stateNames.map(names.read));
  const writeAll = session.call(stateNames.map(names.write), [names.stateWritten]);
  return {
    read() {
      const values = readAll([]);
      const take = (part: number): Parameters =>
        mapParameters((name) =>
          fromTensorflow(layouts[name], values[part * parameterNames.length + parameterNames.indexOf(name)]),
        );
      return { parameters: take(0), firstMoments: take(1), secondMoments: take(2) };
    },
    check: (state) => {
      for (const part of stateParts) requireSizes(part, state[part], classes);
    },
    write(state) {
      const fed = (values: Float32Array, name: ParameterName): Fed => ({
        type: "float32",
        shape: layouts[name].shape,
        values: toTensorflow(layouts[name], values),
      });
      writeAll(stateParts.flatMap((part) => parameterNames.map((name) => fed(state[part][name], name))));
    },
  };
}
