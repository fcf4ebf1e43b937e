import { Command, Option } from "commander";
import type { Installed } from "../backend/install.js";
import type { InstallOptions } from "../backend/plan.js";
import { asGiven } from "./process/as-given.js";
import { jsonHelp } from "./process/json-help.js";
import { stopSignal } from "./process/stop-signal.js";
import { typedExamples } from "./process/typed-examples.js";

interface InstallFlags {
  readonly cpu?: true;
  readonly cuda?: true;
  readonly python?: string;
  readonly tensorflow?: string;
  readonly force?: true;
  readonly dryRun?: true;
}

const installHelp = `
Uses the TensorFlow of the Python that you name, or that is found; where it has
none, installs one with pip or uv, which follow your own index settings.
Backends are kept in your cache folder (OHEM_HOME moves them); node_modules is
not touched. For Linux x64; needs Python, npm and a C++ compiler.

Examples:
  $ ohem backend install
  $ ohem backend install --cuda --python .venv/bin/python
  $ ohem doctor`;

export function backendCommand(): Command {
  const command = new Command("backend").description("install, list or remove TensorFlow backends");
  command.addCommand(
    new Command("install")
      .description("make tfjs-node-gpu work with a current TensorFlow, and prove that it does")
      .addOption(new Option("--cpu", "TensorFlow for the CPU (any build works)").conflicts("cuda"))
      .option("--cuda", "TensorFlow with CUDA (default where there is an NVIDIA driver)")
      .option("--python <python>", "the Python to take TensorFlow from, or to install it with (default: python3)")
      .option("--tensorflow <version>", "a version of TensorFlow (default: the installed one, or the newest)")
      .option("--force", "install again what is already installed")
      .option("--dry-run", "print what would be done, and change nothing")
      .addHelpText("after", typedExamples(installHelp))
      .action(install),
  );
  command.addCommand(
    new Command("list")
      .description("list the installed backends, the one in use first")
      .option("--json", jsonHelp)
      .action(list),
  );
  command.addCommand(
    new Command("remove")
      .description("remove an installed backend")
      .argument("[name]", "its name in `ohem backend list`; optional when there is only one")
      .action(remove),
  );
  return command;
}

async function install(flags: InstallFlags): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const refuse = (error: unknown) => {
    throw asGiven(error, flags);
  };
  const options = planOptions(flags);
  const { alreadyInstalled } = await import("../backend/already-installed.js");
  const kept = flags.force ? undefined : await alreadyInstalled(options, say).catch(refuse);
  if (kept !== undefined) {
    say(`already installed in ${kept.folder}; --force installs it again`);
    process.stdout.write(describe(kept));
    return;
  }
  const { describePlan, planInstall } = await import("../backend/plan.js");
  const plan = await planInstall(options).catch(refuse);
  if (flags.dryRun) {
    for (const line of describePlan(plan)) process.stdout.write(`${line}\n`);
    return;
  }
  const signal = stopSignal();
  const { installBackend } = await import("../backend/install.js");
  try {
    process.stdout.write(describe(await installBackend(plan, signal, say)));
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write(`ohem: ${(error as Error).message}\n`);
  }
}

function describe({ name, proof }: Installed): string {
  const device = proof.gpu === true ? `a GPU (${proof.device ?? "unnamed"})` : `the CPU; no GPU: ${proof.gpu}`;
  return `${name}: TensorFlow ${proof.tensorflow} computes on ${device}\n`;
}

function planOptions({ cpu, cuda, python, tensorflow }: InstallFlags): InstallOptions {
  return {
    ...(cpu && { variant: "cpu" as const }),
    ...(cuda && { variant: "cuda" as const }),
    ...(python !== undefined && { python }),
    ...(tensorflow !== undefined && { tensorflow }),
  };
}

async function list({ json }: { readonly json?: true }): Promise<void> {
  const { backendsJson, describeBackends } = await import("../backend/list.js");
  process.stdout.write(json ? backendsJson() : describeBackends());
}

async function remove(name: string | undefined): Promise<void> {
  const { removeBackend } = await import("../backend/remove.js");
  const backend = await removeBackend(name);
  process.stdout.write(`removed ${backend.name}\n`);
}
