import { modelCard } from "../checkpoint/model-card.js";
import { wrap, wrapLine } from "../report/terminal.js";
import { indented, pytorchLines } from "./pytorch-lines.js";

const opening = `\
A model file (model.safetensors in a run's folder) can be read with Python's safetensors. Besides the six tensors of the
net it holds what a run needs to resume. What this page says of the net is also in the file's metadata (model_card) and
in the output of "ohem eval --json" (modelCard).`;

/** In a folder with a model and MNIST's test images it predicts these. */
const numpyLines = `\
import numpy as np
from safetensors import safe_open

names = ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc.weight", "fc.bias"]
with safe_open("model.safetensors", "np") as file:
    w1, b1, w2, b2, w3, b3 = (file.get_tensor(name) for name in names)

def layer(x, weight, bias):  # convolution, max pooling, ReLU
    windows = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(2, 3))
    x = np.einsum("ncyxij,ocij->noyx", windows, weight, optimize=True) + bias[:, None, None]
    half = x.shape[2] // 2
    return np.maximum(x.reshape(-1, len(bias), half, 2, half, 2).max(axis=(3, 5)), 0)

images = np.fromfile("t10k-images-idx3-ubyte", np.uint8, offset=16).reshape(-1, 1, 28, 28)
features = layer(layer(images / np.float32(255), w1, b1), w2, b2).reshape(-1, 320)
logits = features @ w3.T + b3
predictions = logits.argmax(axis=1)`;

const pytorch = pytorchLines(
  "from safetensors import safe_open",
  `\
with safe_open("model.safetensors", "pt") as file:
    net.load_state_dict({name: file.get_tensor(name) for name in net.state_dict()})
`,
);

/** `ohem help model`. @param width of the widest line; the lines of Python are never broken */
export function helpModel(width: number): string {
  const { input, layers, output, tensors } = modelCard({ classes: 10, loop: { step: 0, evaluations: [] } });
  const sides = tensors.map(({ name, shape, dimensions }) => `${name} [${shape.join(", ")}]: ${dimensions}`);
  const list = (lines: readonly string[]) => lines.map((line) => `  ${wrapLine(line, width - 2)}`).join("\n");
  return [
    wrap(opening.replaceAll("\n", " "), width),
    `The net, of ten classes:\n${list([`input ${input}`, ...layers, `output ${output}`])}`,
    `Its tensors, row-major float32, as in PyTorch:\n${list(sides)}`,
    `NumPy (pip install numpy safetensors):\n\n${indented(numpyLines, 2)}`,
    `PyTorch (pip install torch safetensors):\n\n${indented(pytorch, 2)}\n`,
  ].join("\n\n");
}
