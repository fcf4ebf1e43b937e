import { writeFileSync } from "node:fs";
import { version } from "ohem";
import { describeMachine, machine } from "./machine.js";
import { readOptions } from "./options.js";
import { inOneLine, say } from "./program.js";
import { inTemporaryFolder } from "./temporary-folder.js";

/** `npm run bench`: measures this machine, prints the figures, and with --json writes them to a file. */
const options = readOptions();
const { data, epochs, rounds } = options;
const document = {
  ohem: version,
  date: new Date().toISOString(),
  machine: machine(),
  settings: { data, epochs, rounds },
  sections: {},
  /** @type {{ what: string, why: string }[]} */
  skipped: [],
};

await inOneLine(() =>
  inTemporaryFolder(async (folder) => {
    save();
    console.log(describeMachine(document.machine));
    for (const { name, measure } of options.sections) {
      const progress = (/** @type {string} */ text) => say(`${name}: ${text}`);
      progress("started");
      const { figures, lines, skipped = [] } = await measure({ ...options, folder, progress });
      console.log(`\n${lines.join("\n")}`);
      for (const { what, why } of skipped) console.log(`skipped: ${what}: ${why}`);
      Object.assign(document.sections, { [name]: figures });
      document.skipped.push(...skipped);
      save();
    }
  }),
);

/** Called at the start and after each section, so that a file that cannot be written is found before any work. */
function save() {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(document, null, 2)}\n`);
}
