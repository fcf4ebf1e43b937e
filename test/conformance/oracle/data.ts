import type { Dataset } from "../../../src/data/dataset.js";
import { imagePixels } from "../../../src/model/net.js";
import { createRandom, type Random } from "../../../src/random.js";

/** Random labelled images: noise, strokes on a blank ground as in MNIST and, for ties, some blank and some full. */
export function randomDataset(count: number, classes: number, seed: number): Dataset {
  const random = createRandom(seed, "batches");
  const images = new Uint8Array(count * imagePixels);
  for (let i = 0; i < count; i++) draw(images.subarray(i * imagePixels, (i + 1) * imagePixels), i % 16, random);
  const labels = Uint8Array.from({ length: count }, () => random.integer(classes));
  return { images, labels, count };
}

function draw(image: Uint8Array, kind: number, random: Random): void {
  if (kind === 7) return;
  if (kind === 15) image.fill(255);
  else if (kind % 2 === 0) drawNoise(image, random);
  else drawStrokes(image, random);
}

function drawNoise(image: Uint8Array, random: Random): void {
  for (let i = 0; i < image.length; i++) image[i] = random.integer(256);
}

/** Random walks three pixels wide. */
function drawStrokes(image: Uint8Array, random: Random): void {
  let y = 4 + random.integer(20);
  let x = 4 + random.integer(20);
  for (let moves = 40 + random.integer(60); moves > 0; moves--) {
    y = Math.min(24, Math.max(3, y + random.integer(3) - 1));
    x = Math.min(24, Math.max(3, x + random.integer(3) - 1));
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) image[(y + dy) * 28 + x + dx] = 100 + random.integer(156);
    }
  }
}
