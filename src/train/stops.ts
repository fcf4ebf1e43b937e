let continued = 0;
let listening = false;

/** One listener for the process and for ever: it takes nothing from others, and the process continues all the same. */
function listen(): void {
  if (!listening) process.on("SIGCONT", () => continued++);
  listening = true;
}

/**
 * Makes a function to call after a turn of the event loop. It returns the most seconds that work since its last call
 * can have taken: infinite, or the CPU time of the process if that was stopped meanwhile (Ctrl-Z, SIGSTOP). Only a
 * SIGCONT says so: a loaded machine causes gaps, too, and they are its real time.
 */
export function watchStops(): () => number {
  listen();
  let seen = continued;
  let cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const stopped = continued > seen;
    seen = continued;
    return stopped ? (user + system) / 1e6 : Number.POSITIVE_INFINITY;
  };
}

type Seconds = Record<"forwardSeconds" | "backwardSeconds" | "trainSeconds", number>;

/** Takes the time in which the process was stopped out of an epoch's seconds. */
export function excludeStops() {
  const mostSeconds = watchStops();
  let counted: Seconds = { forwardSeconds: 0, backwardSeconds: 0, trainSeconds: 0 };
  const count = ({ forwardSeconds, backwardSeconds, trainSeconds }: Seconds) => {
    counted = { forwardSeconds, backwardSeconds, trainSeconds };
  };
  return {
    /** at the start of an epoch, or where it is resumed */
    count,
    /** after a turn of the event loop */
    correct(sums: Seconds): void {
      const most = mostSeconds();
      sums.forwardSeconds = Math.min(sums.forwardSeconds, counted.forwardSeconds + most);
      sums.backwardSeconds = Math.min(sums.backwardSeconds, counted.backwardSeconds + most);
      sums.trainSeconds = Math.min(sums.trainSeconds, counted.trainSeconds + most);
      count(sums);
    },
  };
}
