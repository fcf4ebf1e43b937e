/**
 * One wrong label makes a net of up to 256 classes: says so where the classes below the last have no training example.
 * @param labels of the training examples, 0 to classes - 1
 */
export function labelGap(labels: Uint8Array, classes: number): string | undefined {
  const last = classes - 1;
  const below = labels.reduce((most, label) => (label < last ? Math.max(most, label) : most), -1);
  const first = below + 1;
  if (first === last) return undefined;
  const count = labels.reduce((sum, label) => sum + (label === last ? 1 : 0), 0);
  const empty = first === last - 1 ? `class ${first} has` : `classes ${first} to ${last - 1} have`;
  const examples = `${count.toLocaleString("en-US")} training example${count === 1 ? "" : "s"}`;
  return `class ${last} has ${examples}; ${empty} none`;
}
