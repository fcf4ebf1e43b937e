import { Command } from "commander";
import { RunError } from "../errors/errors.js";
import { jsonHelp } from "./process/json-help.js";

interface DoctorFlags {
  readonly requireGpu?: true;
  readonly json?: true;
}

const exitCodeMeaning = `
The exit code is 1 when "ohem train" cannot train here: its default data set is
missing. Whatever else is missing has its line and no exit code: --engine wasm,
which needs no TensorFlow, trains without it.`;

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check what works on this machine, and what is missing")
    .option("--require-gpu", "exit with 1 unless a convolution ran on a GPU")
    .option("--json", jsonHelp)
    .addHelpText("after", exitCodeMeaning)
    .action(runDoctor);
}

async function runDoctor({ requireGpu, json }: DoctorFlags): Promise<void> {
  const [{ canTrain, diagnose }, { diagnosisText }] = await Promise.all([
    import("../doctor/diagnose.js"),
    import("../report/diagnosis.js"),
  ]);
  const diagnosis = await diagnose();
  const { stdout } = process;
  stdout.write(json ? `${JSON.stringify(diagnosis)}\n` : diagnosisText(diagnosis, stdout));
  if (!canTrain(diagnosis)) throw new RunError("nothing trains here without --data: the default data set is missing");
  if (requireGpu && diagnosis.gpu === null) throw new RunError("no convolution ran on a GPU");
}
