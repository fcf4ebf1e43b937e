/**
 * Measures everybody once a round, so that whatever else the machine does hits all alike; each round starts with another. A first round warms up and does
 * not count.
 * @param {readonly (() => Promise<number>)[]} contestants
 * @param {{ rounds: number, progress: (text: string) => void }} context
 * @returns {Promise<number[][]>} one list for each contestant, one value a round
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
