/**
 * Measures every contestant once a round, so that noise on the machine hits all of them alike; each round starts with
 * the next one. A first round warms up and is not counted.
 * @param {readonly (() => Promise<number>)[]} contestants
 * @param {{ rounds: number, progress: (text: string) => void }} context
 * @returns {Promise<number[][]>} one list per contestant, one value per round
 */
export async function alternate(contestants, { rounds, progress }) {
  /** @type {number[][]} */
  const values = contestants.map(() => []);
  for (const measure of contestants) await measure();
  progress("warmed up");
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + turn) % contestants.length;
      values[index].push(await contestants[index]());
    }
    progress(`round ${round + 1} of ${rounds}`);
  }
  return values;
}
