import { resolve } from "node:path";
import { type ExportFormat, encodeExport, exportFormat } from "../checkpoint/export/encode.js";
import { shownLoss } from "../config/loss-setting.js";
import { InputError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { requireNew } from "../files/require-new.js";
import { writeFileWhole, writeFolderWhole } from "../files/write-file.js";
import { type ModelSource, openModel } from "./open-model.js";

/** What `exportModel` takes. */
export interface ExportModelOptions {
  /** undefined: the latest run that finished */
  readonly run?: ModelSource | undefined;
  /**
   * - `onnx`: a file; input `images`, uint8 [N, 1, 28, 28], pixels 0 to 255; output `logits`, float32 [N, classes]
   * - `tfjs`: a folder with a LayersModel; input [N, 28, 28, 1], pixels 0 to 255; output logits [N, classes]
   * - `safetensors`: a file with only the parameters, by PyTorch's names
   */
  readonly to: ExportFormat;
  /** the file or folder to write, which must not exist yet; its parent must */
  readonly out: string;
  /** onnx: a second output `probabilities`; tfjs: probabilities instead of logits */
  readonly softmax?: boolean | undefined;
}

const known = { run: true, to: true, out: true, softmax: true } as const satisfies KnownOptions<ExportModelOptions>;

/** What `exportModel` returns. */
export interface ModelExport {
  /** the model file that was exported; `memory` for a model in memory */
  readonly model: string;
  /** the loss that it was trained with, as `--loss` takes it */
  readonly trainedWith: string;
  readonly steps: number;
  readonly classes: number;
  readonly to: ExportFormat;
  /** what was written, absolute */
  readonly out: string;
}

/**
 * Writes a trained model for other programs, whole or not at all.
 * @throws InputError when there is no such run or format, or `out` exists or has no parent; RunError when it cannot be
 * written
 */
export async function exportModel(options: ExportModelOptions): Promise<ModelExport> {
  requireKnown("exportModel", options, known);
  if (typeof options.to !== "string" || typeof options.out !== "string") {
    throw new InputError("exportModel takes { run, to, out, softmax }: a format and a path are needed");
  }
  const { softmax = false } = options;
  const to = exportFormat(options.to);
  if (softmax && to === "safetensors") {
    throw new InputError(
      "safetensors holds only parameters, without layers to add a softmax to; export to onnx or tfjs",
    );
  }
  const out = resolve(options.out);
  await requireNew(out);
  const { model, checkpoint } = await openModel(options.run);
  const encoded = encodeExport(to, checkpoint, softmax);
  if (encoded instanceof Uint8Array) await writeFileWhole(out, encoded);
  else await writeFolderWhole(out, encoded);
  const { config, classes, loop } = checkpoint;
  return { model, trainedWith: shownLoss(config), steps: loop.step, classes, to, out };
}
