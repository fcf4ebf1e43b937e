import { parameterNames, parameterShapes } from "../../model/net.js";
import { modelCard } from "../model-card.js";
import { encodeSafetensors } from "../safetensors.js";
import { describeOrigin, type ExportSource } from "./description.js";

/** Only the parameters as a safetensors file, by PyTorch's names; `format` is where PyTorch's readers look. */
export function encodeParameters(source: ExportSource): Uint8Array {
  const shapes = parameterShapes(source.classes);
  const tensors = parameterNames.map(
    (name) => [name, { shape: shapes[name], data: source.engine.parameters[name] }] as const,
  );
  const metadata = { format: "pt", ...describeOrigin(source), model_card: JSON.stringify(modelCard(source)) };
  return encodeSafetensors(new Map(tensors), () => metadata);
}
