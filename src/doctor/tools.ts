import { requireSupported, thisPlatform } from "../backend/platform.js";
import { findPython } from "../backend/python.js";
import { findCompiler, findInstaller, findNpm } from "../backend/tools.js";
import { type Check, check } from "./check.js";

/** The tools that `ohem backend install` needs, looked up in PATH as it does. */
export async function toolChecks(): Promise<Check[]> {
  const platform = await check("platform", async () => {
    requireSupported(thisPlatform());
    return "Linux x64 with glibc: TensorFlow backends can be installed";
  });
  if (platform.state !== "ok") return [{ ...platform, state: "none" }];
  return [
    platform,
    await check("python", describePython),
    await check("compiler", findCompiler),
    await check("npm", findNpm),
  ];
}

async function describePython(): Promise<string> {
  const python = await findPython(undefined);
  const name = `${python.command} (Python ${python.version})`;
  if (python.tensorflow) return `${name} with TensorFlow ${python.tensorflow.version}, ready to use`;
  return `${name} with ${await findInstaller(python)}`;
}
