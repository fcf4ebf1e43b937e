import { Command, Option } from "commander";
import type { PictureSource } from "../data/pictures/read-content.js";
import { InputError } from "../errors/errors.js";
import { exitCodes } from "./process/exit-codes.js";
import { jsonHelp } from "./process/json-help.js";
import { latestModel } from "./process/latest-model.js";
import { integerFlag } from "./process/number-flag.js";
import { writeError } from "./process/one-line.js";
import { typedExamples } from "./process/typed-examples.js";

interface PredictFlags {
  readonly run?: string;
  readonly top: number;
  readonly asIs?: true;
  readonly show?: true;
  readonly json?: true;
  readonly quiet?: true;
}

const examples = `
Examples:
  $ ohem predict seven.png scans/*.png
      with the latest finished run: a line for each picture
  $ ohem predict photo.jpg --top 3 --show
      the three most probable classes, and the 28x28 pixels that the net saw
  $ ohem predict --run runs/first --json - < seven.pgm
      another run, a picture from stdin, one JSON document

Reads PNG, PGM, PPM, IDX images and, where the package sharp is installed, JPEG
and WebP. Dark ink on light paper is inverted, the digit is fitted into 20x20
pixels and centered by mass, as MNIST was made. IDX images are taken as they
are. A picture without ink, with ink too wide for one digit, or with several
digits side by side is refused, and the others are answered. Any other picture
gets an answer, however little it looks like a digit: look at the probability.`;

export function predictCommand(): Command {
  return new Command("predict")
    .description("say which digit is in a picture")
    .argument("<file...>", 'pictures; "-" is stdin')
    .option("--run <run>", "a run's folder or a model file (default: the latest finished run)")
    .option("--top <count>", "how many classes to print of each picture", integerFlag("--top", 1), 1)
    .option("--as-is", "take pictures of 28x28 pixels as they are, light on dark")
    .option("--show", "draw what the net saw")
    .addOption(new Option("--json", jsonHelp).conflicts("show"))
    .option("--quiet", "write nothing but the predictions and errors")
    .addHelpText("after", typedExamples(examples))
    .action(runPredict);
}

async function runPredict(files: readonly string[], flags: PredictFlags): Promise<void> {
  const { run, top, asIs, show, json, quiet } = flags;
  const pictures = sources(files);
  const [{ predict }, report] = await Promise.all([import("../run/predict.js"), import("../report/predictions.js")]);
  const { stdout, stderr } = process;
  const model = run ?? (await latestModel((note) => quiet || stderr.write(note)));
  const predictions = await predict(pictures, { run: model, asIs });
  for (const { problem } of predictions.refused) writeError(problem);
  if (predictions.refused.length > 0) process.exitCode = exitCodes.input;
  if (json) stdout.write(report.predictionsJson(predictions, top));
  else if (show) stdout.write(report.predictionsDrawn(predictions, top, stdout));
  else stdout.write(report.predictionsText(predictions, top));
}

function sources(files: readonly string[]): PictureSource[] {
  if (files.filter((file) => file === "-").length > 1) throw new InputError('"-" (stdin) can be read only once');
  return files.map((file) => (file === "-" ? { name: "stdin", content: process.stdin } : file));
}
