import { Command } from "commander";
import { RunError } from "../errors/errors.js";
import { jsonHelp } from "./process/json-help.js";

interface DoctorFlags {
  readonly requireGpu?: true;
  readonly json?: true;
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check what works on this machine, and what is missing")
    .option("--require-gpu", "exit with 1 unless a convolution ran on a GPU")
    .option("--json", jsonHelp)
    .action(runDoctor);
}

async function runDoctor({ requireGpu, json }: DoctorFlags): Promise<void> {
  const [{ diagnose }, { diagnosisText }] = await Promise.all([
    import("../doctor/diagnose.js"),
    import("../report/diagnosis.js"),
  ]);
  const diagnosis = await diagnose();
  const { stdout } = process;
  stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : diagnosisText(diagnosis, stdout));
  if (requireGpu && diagnosis.gpu === null) throw new RunError("no convolution ran on a GPU");
}
