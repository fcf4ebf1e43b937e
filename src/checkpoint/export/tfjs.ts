import type { FolderFiles } from "../../files/write-file.js";
import { imageSide, parameterShapes } from "../../model/net.js";
import { version } from "../../version.js";
import { describeOrigin, type ExportSource } from "./description.js";

const weightsFile = "weights.bin";

/**
 * The net as a TensorFlow.js LayersModel: model.json and its weights. Its input is [N, 28, 28, 1], pixels 0 to 255, and
 * its output the logits [N, classes], or the probabilities.
 */
export function encodeTfjs(source: ExportSource, softmax: boolean): FolderFiles {
  const weights = layerWeights(source);
  const model = {
    format: "layers-model",
    generatedBy: `ohem ${version}`,
    convertedBy: null,
    modelTopology: {
      class_name: "Sequential",
      config: { name: "ohem", layers: layers(source.classes, softmax) },
      backend: "tensor_flow.js",
    },
    weightsManifest: [
      { paths: [weightsFile], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })) },
    ],
    userDefinedMetadata: describeOrigin(source),
  };
  const bytes = weights.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { "model.json": `${JSON.stringify(model)}\n`, [weightsFile]: Buffer.concat(bytes) };
}

function layers(classes: number, softmax: boolean) {
  const layer = (class_name: string, name: string, config: object = {}) => ({
    class_name,
    config: { name, ...config },
  });
  const convolution = (name: string, filters: number) =>
    layer("Conv2D", name, { filters, kernel_size: [5, 5], padding: "valid", data_format: "channels_last" });
  const pool = (name: string) => layer("MaxPooling2D", name, { pool_size: [2, 2], strides: [2, 2], padding: "valid" });
  return [
    layer("Rescaling", "scaled", { batch_input_shape: [null, imageSide, imageSide, 1], scale: 1 / 255, offset: 0 }),
    convolution("conv1", 10),
    pool("pool1"),
    layer("ReLU", "relu1"),
    convolution("conv2", 20),
    pool("pool2"),
    layer("ReLU", "relu2"),
    layer("Flatten", "flatten"),
    layer("Dense", "fc", { units: classes }),
    ...(softmax ? [layer("Softmax", "probabilities")] : []),
  ];
}

interface LayerWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function layerWeights({ classes, engine: { parameters } }: ExportSource): LayerWeight[] {
  const shapes = parameterShapes(classes);
  const bias = (name: "conv1" | "conv2" | "fc"): LayerWeight => {
    return { name: `${name}/bias`, shape: shapes[`${name}.bias`], data: parameters[`${name}.bias`] };
  };
  // [out, in, height, width] -> [height, width, in, out]
  const kernel = (name: "conv1" | "conv2"): LayerWeight => {
    return {
      name: `${name}/kernel`,
      ...transposed(parameters[`${name}.weight`], shapes[`${name}.weight`], [2, 3, 1, 0]),
    };
  };
  // The inputs were flattened as [channel, row, column], and are as [row, column, channel].
  const { data } = transposed(parameters["fc.weight"], [classes, 20, 4, 4], [2, 3, 1, 0]);
  const dense = { name: "fc/kernel", shape: [320, classes], data };
  return [kernel("conv1"), bias("conv1"), kernel("conv2"), bias("conv2"), dense, bias("fc")];
}

/** @param order for each dimension of the result, which one of the tensor it is */
function transposed(tensor: Float32Array, shape: readonly number[], order: readonly number[]) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, side) => product * side, 1));
  const sides = order.map((dimension) => shape[dimension]);
  const steps = order.map((dimension) => strides[dimension]);
  const data = tensor.map((_, index) => {
    let rest = index;
    let place = 0;
    for (let i = sides.length - 1; i >= 0; i--) {
      place += (rest % sides[i]) * steps[i];
      rest = Math.floor(rest / sides[i]);
    }
    return tensor[place];
  });
  return { shape: sides, data };
}
