import { Command } from "commander";
import { latestModel } from "./process/latest-model.js";
import { typedExamples } from "./process/typed-examples.js";
import { requireNamedFolder } from "./process/working-directory.js";
import { indented, pytorchLines } from "./pytorch-lines.js";

interface ExportFlags {
  readonly to: string;
  readonly out: string;
  readonly softmax?: true;
}

const pytorch = pytorchLines(
  "from safetensors.torch import load_file",
  'net.load_state_dict(load_file("digits.safetensors"))',
);

const details = `
Formats:
  onnx         a file for ONNX Runtime and others: opset 17, any batch size.
               Input "images", uint8 [N, 1, 28, 28], pixels 0 to 255; output "logits", float32 [N, classes];
               --softmax adds an output "probabilities". Its metadata says how the model was trained.
  tfjs         a folder for tf.loadLayersModel in TensorFlow.js: model.json and weights.bin.
               Input [N, 28, 28, 1], pixels 0 to 255; output logits, with --softmax probabilities instead.
  safetensors  a file with only the parameters, by PyTorch's names.

Images are as in MNIST: 28x28, a light digit on a dark background (0). The model divides them by 255.

Examples:
  $ ohem export --to onnx --out digits.onnx
      the latest finished run
  $ ohem export runs/first --to tfjs --out digits --softmax
      another run, with probabilities, for a web page
  $ ohem export --to safetensors --out digits.safetensors
      for PyTorch, which loads it so (10: the classes):

${indented(pytorch, 6)}`;

export function exportCommand(): Command {
  return new Command("export")
    .description("write a trained model for other programs")
    .argument("[run]", "a run's folder or a model file (default: the latest finished run)")
    .requiredOption("--to <format>", "onnx, tfjs or safetensors")
    .requiredOption("--out <path>", "the file, for tfjs the folder, to write; it must not exist yet")
    .option("--softmax", "give probabilities too (onnx), or instead of logits (tfjs)")
    .addHelpText("after", typedExamples(details))
    .hook("preAction", requireNamedFolder)
    .action(runExport);
}

async function runExport(run: string | undefined, { to, out, softmax }: ExportFlags): Promise<void> {
  const [{ exportModel }, { exportFormat }, { modelNote }, { shortPath }] = await Promise.all([
    import("../run/export-model.js"),
    import("../checkpoint/export/encode.js"),
    import("../report/evaluation.js"),
    import("../report/commands.js"),
  ]);
  const { stdout, stderr } = process;
  const format = exportFormat(to);
  const model = run ?? (await latestModel((note) => stderr.write(note)));
  const exported = await exportModel({ run: model, to: format, out, softmax });
  stderr.write(`${modelNote(exported)}\n`);
  stdout.write(`Wrote ${shortPath(exported.out)}\n`);
}
