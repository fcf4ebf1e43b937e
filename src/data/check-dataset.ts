import { SettingError } from "../errors/errors.js";
import { imagePixels } from "../model/net.js";
import type { Dataset } from "./dataset.js";

/**
 * Checks labelled images that a program hands over.
 * @param option where they were given: `data.train`
 * @param classes undefined: any label may be
 * @throws SettingError that names the array
 */
export function checkDataset(option: string, data: unknown, classes?: number): void {
  if (typeof data !== "object" || data === null) {
    throw new SettingError(option, "expected { images, labels, count }, as loadData returns them");
  }
  const { images, labels, count, origin } = data as Partial<Dataset>;
  if (!(Number.isSafeInteger(count) && count! >= 1)) {
    throw new SettingError(`${option}.count`, `expected the number of examples, at least 1, got ${count}`);
  }
  requireArray(`${option}.images`, images, "Uint8Array", count! * imagePixels, `[${count}, 28, 28]`);
  requireArray(`${option}.labels`, labels, "Uint8Array", count!, `[${count}]`);
  const outside = classes === undefined ? -1 : labels!.findIndex((label) => label >= classes);
  if (outside >= 0) {
    const problem = `label ${outside} is ${labels![outside]}, expected 0 to ${classes! - 1}`;
    throw new SettingError(`${option}.labels`, problem);
  }
  if (origin === undefined) return;
  requireArray(`${option}.origin.indices`, origin.indices, "Uint32Array", count!, `[${count}]`);
  requireArray(`${option}.origin.labels`, origin.labels, "Uint8Array", count!, `[${count}]`);
}

function requireArray(option: string, value: unknown, type: string, length: number, shape: string): void {
  const got = Object.prototype.toString.call(value).slice(8, -1);
  const expected = `expected a ${type} ${shape}`;
  if (got !== type) throw new SettingError(option, `${expected}, got ${got}`);
  const { length: values } = value as Uint8Array;
  if (values !== length) throw new SettingError(option, `${expected}, so ${length} values, got ${values}`);
}
