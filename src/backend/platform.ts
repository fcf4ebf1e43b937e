import { InputError } from "../errors/errors.js";

/** The properties that decide whether TensorFlow's Python packages exist for a machine. */
export interface Platform {
  readonly system: string;
  readonly processor: string;
  /** undefined with another C library, as on Alpine */
  readonly glibc: string | undefined;
}

export function thisPlatform(): Platform {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return { system: process.platform, processor: process.arch, glibc: report?.header?.glibcVersionRuntime };
}

/** @throws InputError where the installer does not work; it says what does */
export function requireSupported({ system, processor, glibc }: Platform): void {
  if (system === "linux" && processor === "x64" && glibc !== undefined) return;
  const here = system === "linux" && processor === "x64" ? "Linux x64 without glibc" : `${system} ${processor}`;
  const own =
    system === "linux"
      ? ""
      : "; the engine tensorflow uses a @tensorflow/tfjs-node that is installed in your project and works here";
  throw new InputError(
    `"ohem backend install" is for Linux x64 with glibc, and this is ${here}. ` +
      `The wasm engine works here, with nothing to install${own}`,
  );
}
