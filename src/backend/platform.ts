import { InputError } from "../errors/errors.js";

/** What decides whether TensorFlow's Python packages exist for a machine. */
export interface Platform {
  readonly system: string;
  readonly processor: string;
  /** undefined where there is another C library, as on Alpine */
  readonly glibc: string | undefined;
}

export function thisPlatform(): Platform {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return { system: process.platform, processor: process.arch, glibc: report?.header?.glibcVersionRuntime };
}

/** @throws InputError where the installer has nothing to offer, with what works there instead */
export function requireSupported({ system, processor, glibc }: Platform): void {
  if (system === "linux" && processor === "x64" && glibc !== undefined) return;
  const here = system === "linux" && processor === "x64" ? "Linux x64 without glibc" : `${system} ${processor}`;
  const own =
    system === "linux"
      ? ""
      : '; a @tensorflow/tfjs-node that works here and is installed in your project is used by "--engine tensorflow"';
  throw new InputError(
    `"ohem backend install" is for Linux x64 with glibc, and this is ${here}. What works here: "--engine wasm", which needs nothing installed${own}`,
  );
}
