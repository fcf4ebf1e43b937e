import { shortened } from "../../errors/shortened.js";
import { unknownName } from "../../errors/unknown-name.js";
import type { FolderFiles } from "../../files/write-file.js";
import type { ExportSource } from "./description.js";
import { encodeOnnx } from "./onnx.js";
import { encodeParameters } from "./parameters.js";
import { encodeTfjs } from "./tfjs.js";

const exportFormats = ["onnx", "tfjs", "safetensors"] as const;
/** What other programs read, as `exportModel` writes it. */
export type ExportFormat = (typeof exportFormats)[number];

/** @throws InputError for any other name */
export function exportFormat(name: string): ExportFormat {
  const format = exportFormats.find((known) => known === name);
  if (format === undefined) throw unknownName(`unknown format "${shortened(name)}"`, name, exportFormats);
  return format;
}

/** @returns the bytes of a file, or the files of a folder */
export function encodeExport(format: ExportFormat, source: ExportSource, softmax: boolean): Uint8Array | FolderFiles {
  if (format === "onnx") return encodeOnnx(source, softmax);
  return format === "tfjs" ? encodeTfjs(source, softmax) : encodeParameters(source);
}
