import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { loadData } from "ohem";
import { ohem } from "ohem/tfjs";

const { train, test } = await loadData("mnist");
const pixels = ({ images }, n) => tf.div(tf.tensor2d(images.subarray(0, n * 784), [n, 784], "float32"), 255);
const digits = ({ labels }, n) => tf.oneHot(tf.tensor1d(labels.subarray(0, n), "int32"), 10);

const model = layers.sequential();
model.add(layers.layers.dense({ inputShape: [784], units: 32, activation: "relu" }));
model.add(layers.layers.dense({ units: 10 })); // logits; after a softmax: ohem({ ratio: 3, from: "probabilities" })
model.compile({ optimizer: tf.train.adam(0.005), loss: ohem({ ratio: 3 }), metrics: ["accuracy"] });

await model.fit(pixels(train, 2000), digits(train, 2000), { batchSize: 64, epochs: 3 });
const [, accuracy] = model.evaluate(pixels(test, 1000), digits(test, 1000));
console.log(`Test Accuracy: ${accuracy.dataSync()[0].toFixed(4)}`);
