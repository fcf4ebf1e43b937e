import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { imagePixels, imageSide } from "../../src/model/net.js";

/** Loads a model's folder as a web page does, over HTTP but for the network. */
export function loadTfjs(folder: string): Promise<layers.LayersModel> {
  const fetchFunc = async (url: unknown) => new Response(readFileSync(join(folder, basename(String(url)))));
  return layers.loadLayersModel(tf.io.http("http://ohem.example/model.json", { fetchFunc }));
}

/** @param images [count, 28, 28]. @returns [count, classes] the model's output */
export function predictTfjs(model: layers.LayersModel, images: Uint8Array): Float32Array {
  const count = images.length / imagePixels;
  return tf.tidy(() => {
    const output = model.predict(tf.tensor4d(images, [count, imageSide, imageSide, 1], "int32"));
    if (!(output instanceof tf.Tensor)) throw new Error("the model has several outputs");
    return output.dataSync<"float32">();
  });
}
