import { builtFor, type CudaVersions } from "../engine/tensorflow/installed/build-info.js";
import { InputError, SettingError } from "../errors/errors.js";
import { ohemCommand } from "../files/ohem-command.js";
import { runTool } from "../files/run-tool.js";

/** A Python and its TensorFlow. */
export interface Python {
  readonly command: string;
  readonly version: string;
  readonly pip: boolean;
  readonly tensorflow: PythonTensorflow | null;
}

export interface PythonTensorflow {
  readonly version: string;
  /** with libtensorflow_cc.so.2 and include/ */
  readonly folder: string;
  /** null: a CPU-only build */
  readonly cuda: CudaVersions | null;
}

/** Does not import TensorFlow, which would take seconds. */
const inspection = `
import importlib.metadata, importlib.util, json, os, platform
def find(name):
    try: return importlib.util.find_spec(name)
    except Exception: return None
def version(name):
    try: return importlib.metadata.version(name)
    except Exception: return None
spec = find("tensorflow")
folder = os.path.dirname(spec.origin) if spec and spec.origin else ""
there = all(os.path.exists(os.path.join(folder, name)) for name in ("libtensorflow_cc.so.2", "include"))
versions = [v for v in map(version, ("tensorflow", "tensorflow-cpu", "tf-nightly", "tf-nightly-cpu")) if v]
tensorflow = {"version": versions[0], "folder": folder} if folder and there and versions else None
print(json.dumps({"version": platform.python_version(), "pip": bool(find("pip")), "tensorflow": tensorflow}))
`;

type Inspected = Omit<Python, "command" | "tensorflow"> & {
  readonly tensorflow: Omit<PythonTensorflow, "cuda"> | null;
};

/** @param named default: the first of python3 and python that runs. @throws InputError, SettingError when none runs */
export async function findPython(named: string | undefined): Promise<Python> {
  const problems: string[] = [];
  for (const command of named === undefined ? ["python3", "python"] : [named]) {
    try {
      const { stdout } = await runTool(command, ["-c", inspection], { timeoutSeconds: 60 });
      const inspected = JSON.parse(stdout) as Inspected;
      const found = inspected.tensorflow;
      const tensorflow = found && { ...found, cuda: await builtFor(found.folder) };
      return { command, ...inspected, tensorflow };
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (named !== undefined) throw new SettingError("python", problems[0]);
  throw new InputError(
    'no Python found: install it (on Debian and Ubuntu "apt install python3 python3-pip"), ' +
      `or name one: "${ohemCommand()} backend install --python PYTHON"`,
  );
}
