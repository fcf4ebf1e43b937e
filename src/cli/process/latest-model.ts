/** The latest run may be another than the user has in mind: says which it is, before the work begins. */
export async function latestModel(say: (note: string) => void): Promise<string> {
  const [{ findRun }, { startedAt }, { missedGate }, { latestNote }] = await Promise.all([
    import("../../run/find-run.js"),
    import("../../run/started-at.js"),
    import("../../run/missed-gate.js"),
    import("../../report/evaluation.js"),
  ]);
  const { model } = await findRun();
  say(latestNote(model, await startedAt(model), await missedGate(model)));
  return model;
}
