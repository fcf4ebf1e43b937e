import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectRefused, ohem, typed } from "../support/run-ohem.js";

test.each<[string[], ...(string | RegExp)[]]>([
  [["train", "--ratio", "0"], "--ratio", "a number >= 1", "0"],
  [["train", "--ratio", "abc"], "--ratio", "a number >= 1", '"abc"'],
  [["train", "--ratio", "-3"], "--ratio"],
  [["train", "--ratio", "Infinity"], "--ratio"],
  [["train", "--lr-schedule", "liner"], "--lr-schedule: expected one of constant,", "did you mean linear?"],
  [["train", "--loss", "ohm"], 'unknown loss "ohm"', "did you mean ohem?"],
  [["train", "--loss", "ohem:ration=3"], "ration", "did you mean ratio?"],
  [["train", "--loss", "ohem:ratio=0.5"], "ratio", ">= 1", "0.5"],
  [["train", "--loss", "ohem:ratio=3,keep=0.5"], "ratio", "keep"],
  [["train", "--loss", "ohem:"], "key=value"],
  [
    ["train", "--loss", "ce", "--ratio", "3"],
    "--ratio: short for loss ohem:ratio=3, cannot be combined with loss ce; remove one of them",
  ],
  [["train", "--epochs", "0"], "--epochs", "an integer >= 1"],
  [["train", "--epochs", "1.5"], "--epochs", "an integer >= 1"],
  [["train", "--batch-size", "0"], "--batch-size"],
  [["train", "--lr", "0"], "--lr", "a number > 0"],
  [["train", "--seed", "-1"], "--seed", "an integer from 0 to 4294967295"],
  [["train", "--seed", "4294967296"], "--seed"],
  [["train", "--threads", "0"], "--threads"],
  [["train", "--log-interval", "0"], "--log-interval"],
  [["train", "--eval-every", "-1"], "--eval-every"],
  [["train", "--min-accuracy", "98"], "--min-accuracy", "from 0 to 1"],
  [["train", "--min-accuracy", "98.5%"], "--min-accuracy", "98.5% is 0.985"],
  [["train", "--keep-at", "90=50"], "--keep-at", "90% is 0.9"],
  [["train", "--keep-at", "90%=50%"], "--keep-at", "90% is 0.9"],
  [["train", "--epochs", "1e20"], "--epochs", "an integer from 1 to 9007199254740991"],
  [
    ["train", "--resume", "x", "--extend-epochs", "0"],
    "ohem: --extend-epochs: expected an integer from 1 to 999999999, got 0",
  ],
  [["train", "--epochs", "--lr", "3"], "ohem: --epochs: its value is missing, --lr follows"],
  [["train", "--config", ""], "ohem: --config: expected the name of a file"],
  [["train", "--config", "-"], "ohem: --config: - is not taken for stdin; use --config /dev/stdin"],
  [["train", "--loss", "o".repeat(9999)], /^.{1,300}$/m],
  [["train", "--loss", `ohem:${"o".repeat(9999)}=1`], /^.{1,300}$/m],
  [["train", "--loss", `threshold:normalize=${"o".repeat(9999)}`], /^.{1,300}$/m],
  [["train", "--keep-at", "o".repeat(9999)], /^.{1,300}$/m],
  [["train", `--${"o".repeat(9999)}`], /^.{1,300}$/m],
  [["losses", "ohem:ration=3"], "ration", "did you mean ratio?"],
  [["train", "--engine", "cuda"], "--engine", "gpu", "tensorflow", "wasm"],
  [["train", "--engine", "wsam"], "--engine", "wasm"],
  [["train", "--ratoi", "3"], "--ratoi", "Did you mean --ratio", `${typed} train --help`],
  [["train", "extra"], `got 1; see ${typed} train --help`],
  [["train", "--keep-at", "foo"], "ohem: --keep-at: expected ACCURACY=FRACTION", 'got "foo"'],
  [
    ["train", "--loss", "ce", "--anneal-epochs", "1"],
    "ohem: --anneal-epochs: needs one of the losses ohem, ",
    "not ce",
  ],
  [["train", "--warmup-epochs", "5", "--epochs", "2"], "ohem: --warmup-epochs: expected fewer than the run's 2 epochs"],
  [["train", "--data", "nope"], 'ohem: --data: no data set or folder "nope"'],
  [
    ["train", "--engine", "tensorflow", "--threads", "2"],
    "ohem: --threads: ",
    "applies only to the wasm engine; remove it when using tensorflow",
  ],
  [["train", "--ratio"], "--ratio", "missing"],
  [["trian"], "trian", "Did you mean train", `${typed} --help`],
  [["train", "--loss", "o\nhem\x1b[31m"], 'unknown loss "o hem [31m"'],
  [["eval", "--min-accuracy", "2"], "--min-accuracy", "from 0 to 1"],
  [["eval", "--jsn"], "--jsn", "--json"],
  [["eval", "a", "b"], "eval"],
])("ohem %j is refused in one line, and nothing is written", async (args, ...says) => {
  const cwd = emptyFolder();
  expectRefused(await ohem(args, cwd), ...says);
  expect(listing(cwd)).toEqual([]);
});
