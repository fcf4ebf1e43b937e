/**
 * Loaded before the built command (`node --import`): sends SIGINT to the process as soon as it has printed the line of
 * step OHEM_STOP_AT (0: of its start), so that it always stops there. Needs batches of 64 and --log-interval 1.
 */
import { isMainThread } from "node:worker_threads";

const stopAt = Number(process.env.OHEM_STOP_AT);

function watch(stream, isReached) {
  const write = stream.write;
  stream.write = function (text, ...rest) {
    const result = write.call(this, text, ...rest);
    if (isReached(String(text))) process.emit("SIGINT", "SIGINT");
    return result;
  };
}

if (isMainThread) {
  watch(process.stderr, (text) => stopAt === 0 && text.startsWith("Data: "));
  watch(process.stdout, (text) => {
    const [, epoch, seen, examples] = /^Train Epoch: (\d+) \[(\d+)\/(\d+)/.exec(text) ?? [];
    return epoch * Math.ceil(examples / 64) + seen / 64 === stopAt - 1;
  });
}
