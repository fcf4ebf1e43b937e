import { InputError } from "../../errors/errors.js";
import { imagePixels, imageSide } from "../../model/net.js";
import { findDigit } from "./find-digit.js";
import type { Picture } from "./picture.js";
import { resize, type Shades } from "./resize.js";

/** MNIST's digits fill a box of this side; their centre of mass is pixel 14, 14 (the mean of its test images). */
const digitSide = 20;
const centre = imageSide / 2;

/**
 * A picture of one digit as MNIST's images were made: light ink on black, fitted into 20x20 pixels, and moved by whole
 * pixels until its centre of mass is that of the image.
 * @returns [28, 28]
 * @throws InputError for a picture without ink, and for several digits side by side
 */
export function toImage(picture: Picture, file: string): Uint8Array {
  const { width, height, data } = fit(findDigit(picture, file));
  let [sum, across, down, most] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    sum += data[i];
    across += data[i] * (i % width);
    down += data[i] * Math.floor(i / width);
    most = Math.max(most, data[i]);
  }
  const left = place(across / sum, width);
  const top = place(down / sum, height);
  const image = new Uint8Array(imagePixels);
  for (let i = 0; i < data.length; i++) {
    // Thin lines have faded.
    image[(top + Math.floor(i / width)) * imageSide + left + (i % width)] = Math.round((data[i] * 255) / most);
  }
  return image;
}

/**
 * A picture of 28x28 pixels as it is; what is transparent is black.
 * @throws InputError for another size
 */
export function asImage({ width, height, grey, alpha }: Picture, file: string): Uint8Array {
  if (width !== imageSide || height !== imageSide) {
    const problem = `${width} x ${height} pixels, expected ${imageSide} x ${imageSide} for a picture as it is`;
    throw new InputError(problem, undefined, file);
  }
  return alpha === undefined ? grey : grey.map((level, i) => Math.round((level * alpha[i]) / 255));
}

function fit(digit: Shades): Shades {
  const scale = digitSide / Math.max(digit.width, digit.height);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return resize(digit, side(digit.width), side(digit.height));
}

/** Where a digit begins whose centre of mass comes to the centre; never outside of the image. */
function place(mass: number, length: number): number {
  return Math.min(Math.max(0, Math.round(centre - mass)), imageSide - length);
}
