import { readKeptWeights } from "mle/checkpoint/mod.ts";
import {
  DataLoader,
  FASHION_MNIST_CLASSES,
  firstOfEachClass,
  type LabelledPictures,
  loadFashionMnist,
  loadSigns,
  NormalizedDataset,
  normalizePixels,
} from "mle/data/mod.ts";
import { drawHand } from "mle/data/drawn_hand/draw_hand.ts";
import { principalComponents } from "mle/metrics/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { ConvAutoencoder, encodePictures } from "mle/sheet/mod.ts";
import { join } from "node:path";
import sharp, { type Raw } from "sharp";
import { ROOT } from "../../shared/paths.ts";
import { ACROSS, COMPONENTS, type PlayValues } from "./play_values.ts";

/** The weights to play with, by their paths in the project. */
export interface PlayWeights {
  classifier: string;
  autoencoder: string;
}

/** How many pictures of each class there are to play with. */
const PER_CLASS = 200;
const SIGN_COUNT = 6;
/** The side of a picture of a hand. */
const SIDE = 64;

/**
 * All that the page to play with needs.
 *
 * @param standIn Whether the classifier knows drawn hands only: then these are
 * there to try, otherwise pictures of SIGNS.
 */
export async function playValues(
  weights: PlayWeights,
  standIn: boolean,
): Promise<PlayValues> {
  const classes = FASHION_MNIST_CLASSES;
  const { train } = await loadFashionMnist();
  const pictures = firstOfEachClass(train, PER_CLASS, classes.length);
  using model = new ConvAutoencoder(3);
  model.loadStateDict(await readKeptWeights(weights.autoencoder));
  await readKeptWeights(weights.classifier); // to see that it is what it was
  const { codes, labels } = encodePictures(
    model,
    new DataLoader(new NormalizedDataset(pictures), { batchSize: 200 }),
  );
  const { components, errors } = principalComponents(
    normalizePixels(pictures.pixels),
    784,
  );
  return {
    classifier: await fileOf(weights.classifier),
    autoencoder: await fileOf(weights.autoencoder),
    classes,
    pictures: await sheetOf(pictures),
    labels: Uint8Array.from(labels).toBase64(),
    codes: base64Of(codes),
    components: base64Of(
      Float32Array.from(components.subarray(0, COMPONENTS * 784)),
    ),
    optimum: errors[COMPONENTS],
    hands: await Promise.all(
      (standIn ? drawnHands() : await realHands()).map((pixels) =>
        pngOf(pixels, { width: SIDE, height: SIDE, channels: 3 })
      ),
    ),
  };
}

const fileOf = async (path: string): Promise<string> =>
  (await Deno.readFile(join(ROOT, path))).toBase64();

const base64Of = (numbers: Float32Array): string =>
  new Uint8Array(numbers.slice().buffer).toBase64();

/** A hand for each sign that the network has not seen, drawn by code. */
function drawnHands(): Uint8Array[] {
  const generator = new Generator(7);
  return Array.from(
    { length: SIGN_COUNT },
    (_, sign) => drawHand(sign, generator),
  );
}

/** The first test picture of each sign. */
async function realHands(): Promise<Uint8Array[]> {
  const { test, standIn, origin } = await loadSigns();
  if (standIn) {
    throw new Error(
      "Cannot make the page to play with: expected the SIGNS that the " +
        `classifier was trained on, got a ${origin}. Put them where they were, ` +
        "or execute the notebooks again: deno task notebooks --stand-in",
    );
  }
  const { pixels } = firstOfEachClass(test, 1, SIGN_COUNT);
  const size = 3 * SIDE ** 2;
  return Array.from(
    { length: SIGN_COUNT },
    (_, sign) =>
      Uint8Array.from(pixels.subarray(sign * size, (sign + 1) * size)),
  );
}

/** All pictures as one, `ACROSS` in a row. */
async function sheetOf({ pixels, count }: LabelledPictures): Promise<string> {
  const down = Math.ceil(count / ACROSS);
  const sheet = new Uint8Array(down * ACROSS * 784);
  for (let i = 0; i < count; i++) {
    const [top, left] = [28 * Math.floor(i / ACROSS), 28 * (i % ACROSS)];
    for (let y = 0; y < 28; y++) {
      const row = pixels.subarray(784 * i + 28 * y, 784 * i + 28 * (y + 1));
      sheet.set(row, (top + y) * ACROSS * 28 + left);
    }
  }
  return await pngOf(sheet, {
    width: 28 * ACROSS,
    height: 28 * down,
    channels: 1,
  });
}

async function pngOf(pixels: Uint8Array, raw: Raw): Promise<string> {
  const png = await sharp(pixels, { raw })
    .toColourspace(raw.channels === 1 ? "b-w" : "srgb")
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}
