import { requireSupported, thisPlatform } from "../backend/platform.js";
import { findPython } from "../backend/python.js";
import { findCompiler, findInstaller, findNpm } from "../backend/tools.js";
import { type Check, check } from "./check.js";

/** What `ohem backend install` needs: each is looked for in PATH, as it would. */
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
  if (python.tensorflow) return `${name} with TensorFlow ${python.tensorflow.version}, which can be used`;
  return `${name} with ${await findInstaller(python)}`;
}
