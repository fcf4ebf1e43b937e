import { type Parameters, parameterNames, parameterSizes } from "../../../model/net.js";

/** The net as it is embedded in a page. */
export interface EmbeddedNet {
  readonly classes: number;
  /** of every class, where the data has them */
  readonly classNames?: readonly string[] | undefined;
  /** base64 of all parameters in the order of their names: float32, little-endian */
  readonly parameters: string;
}

export function parametersOf({ classes, parameters }: EmbeddedNet): Parameters {
  const bytes = Uint8Array.from(atob(parameters), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const sizes = parameterSizes(classes);
  let at = 0;
  const tensors = parameterNames.map((name) => {
    const tensor = Float32Array.from({ length: sizes[name] }, (_, i) => view.getFloat32(at + 4 * i, true));
    at += 4 * tensor.length;
    return [name, tensor];
  });
  return Object.fromEntries(tensors) as Parameters;
}
