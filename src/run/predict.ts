import { shownLoss } from "../config/loss-setting.js";
import { classNamesOf } from "../data/class-names.js";
import { type PictureSource, requireSource } from "../data/pictures/read-content.js";
import { readPictures } from "../data/pictures/read-pictures.js";
import { asImage, toImage } from "../data/pictures/to-image.js";
import { InputError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { shortened } from "../errors/shortened.js";
import { imagePixels } from "../model/net.js";
import { type ModelSource, openModel } from "./open-model.js";
import { probabilities } from "./probabilities.js";

/** What `predict` takes besides the pictures. */
export interface PredictOptions {
  /** undefined: the latest run that finished */
  readonly run?: ModelSource | undefined;
  /** takes pictures of 28x28 pixels as they are: no inversion, fitting or centring */
  readonly asIs?: boolean | undefined;
}

const known = { run: true, asIs: true } as const satisfies KnownOptions<PredictOptions>;

/** The class of one picture. */
export interface Prediction {
  /** the file, or the name that came with its content */
  readonly file: string;
  /** of an image in an IDX file */
  readonly index?: number | undefined;
  /** the most probable class; of equally probable ones the lowest */
  readonly class: number;
  /** of that class, 0 to 1 */
  readonly probability: number;
  /** of every class; they sum to 1 but for rounding */
  readonly probabilities: readonly number[];
  /** [28, 28], what the net saw */
  readonly image: Uint8Array;
}

/** What `predict` returns. */
export interface Predictions {
  readonly predictions: readonly Prediction[];
  /** the pictures that could not be read, or that show no single digit, and why */
  readonly refused: readonly { readonly file: string; readonly problem: string }[];
  /** the model file; `memory` for a model in memory */
  readonly model: string;
  /** the loss that it was trained with, as `--loss` takes it */
  readonly trainedWith: string;
  readonly classes: number;
  /** of every class, where the data of the training has them */
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Says which digit is on each picture: a PNG, PGM, PPM, JPEG or WebP file (the last two with the package `sharp`), or
 * each image of an IDX file. A picture is made into a 28x28 image as MNIST's were, an IDX image is taken as it is.
 * Computes on the wasm engine. A bad picture is among the refused, and stops no other.
 * @throws InputError when there is no such run, and for a picture that is no `PictureSource`
 */
export async function predict(pictures: readonly PictureSource[], options: PredictOptions = {}): Promise<Predictions> {
  requireKnown("predict", options, known);
  if (!Array.isArray(pictures)) {
    throw new InputError(`predict takes an array of pictures and { run, ... }, got ${shortened(String(pictures))}`);
  }
  for (const [index, source] of pictures.entries()) requireSource(source, `pictures[${index}]`);
  const { model, checkpoint } = await openModel(options.run);
  const { config, classes, dataSha256, engine: initial } = checkpoint;
  const found: Pick<Prediction, "file" | "index" | "image">[] = [];
  const refused: { file: string; problem: string }[] = [];
  for (const source of pictures) {
    try {
      for (const image of await imagesOf(source, options.asIs ?? false)) found.push(image);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push({ file: typeof source === "string" ? source : source.name, problem: error.message });
    }
  }
  const { predicted, shares } = await probabilities(
    found.map(({ image }) => image),
    classes,
    initial,
  );
  const predictions = found.map(({ file, index, image }, i) => ({
    file,
    index,
    class: predicted[i],
    probability: shares[i][predicted[i]],
    probabilities: shares[i],
    image,
  }));
  const classNames = classNamesOf(dataSha256);
  return { predictions, refused, model, trainedWith: shownLoss(config), classes, classNames };
}

async function imagesOf(source: PictureSource, asIs: boolean): Promise<Pick<Prediction, "file" | "index" | "image">[]> {
  const read = await readPictures(source);
  const { file } = read;
  if ("picture" in read) return [{ file, image: (asIs ? asImage : toImage)(read.picture, file) }];
  return Array.from({ length: read.images.length / imagePixels }, (_, index) => ({
    file,
    index,
    image: read.images.subarray(index * imagePixels, (index + 1) * imagePixels),
  }));
}
