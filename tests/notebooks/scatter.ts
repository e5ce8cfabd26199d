import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { join } from "node:path";
import {
  FASHION_MNIST_CLASSES,
  firstOfEachClass,
  loadFashionMnist,
  normalizePixels,
} from "mle/data/mod.ts";
import { ConvAutoencoder } from "mle/sheet/mod.ts";
import { loadSafetensors, type StateDict } from "mle/nn/mod.ts";
import { tf } from "mle/tf/mod.ts";
import sharp from "sharp";

/** A point of the scatter, as the chart has it. */
interface Point {
  x: number;
  y: number;
  z: number;
  label: string;
  image: string;
}

/**
 * That each point of the scatter is the code of the picture that it shows, and
 * its label that picture's: pictures and labels are looked up in the data set,
 * and encoded anew by the weights that training has saved.
 */
export async function assertCodesBelongToLabels(
  spec: unknown,
  checkpointDir: string,
): Promise<void> {
  const points = pointsOf(spec);
  const { train } = await loadFashionMnist();
  const samples = firstOfEachClass(train, 80, FASHION_MNIST_CLASSES.length);
  const indexOf = new Map(
    Array.from(samples.labels, (_, i) => [
      keyOf(samples.pixels.subarray(784 * i, 784 * (i + 1))),
      i,
    ]),
  );
  assertEquals(indexOf.size, 800);

  using model = await threeNumbersModel(checkpointDir);
  const codes = tf.tidy(() => {
    const pixels = normalizePixels(samples.pixels);
    return model.encode(tf.tensor(pixels, [800, 28, 28, 1])).dataSync();
  });
  const seen = new Set<number>();
  for (const { x, y, z, label, image } of points) {
    const index = indexOf.get(keyOf(await pixelsOf(image)));
    assert(index !== undefined, "a picture that is not among the samples");
    seen.add(index);
    assertEquals(label, FASHION_MNIST_CLASSES[samples.labels[index]]);
    [x, y, z].forEach((value, axis) => {
      const expected = codes[3 * index + axis];
      assertAlmostEquals(value, expected, 1e-3 + 1e-3 * Math.abs(expected));
    });
  }
  assertEquals(seen.size, 800);
}

function pointsOf(spec: unknown): Point[] {
  const { data } = spec as { data: { values?: object[] }[] };
  const values = data.flatMap(({ values = [] }) => values);
  return values.filter((value) => "image" in value) as Point[];
}

/** What tells a picture from others when it is shown with sixteen levels. */
function keyOf(pixels: ArrayLike<number>): string {
  return Array.from(pixels, (pixel) => Math.round(pixel / 17)).join();
}

/** The pixels 0 … 255 of a grey picture, drawn with squares of 3 × 3 for pixels. */
async function pixelsOf(image: string): Promise<Uint8Array> {
  const bytes = Uint8Array.fromBase64(image.split(",")[1]);
  return await sharp(bytes).resize(28, 28, { kernel: "nearest" }).greyscale()
    .raw().toBuffer();
}

/** The autoencoder with codes of three numbers, as training has saved it. */
async function threeNumbersModel(dir: string): Promise<ConvAutoencoder> {
  for await (const { name } of Deno.readDir(dir)) {
    const saved = await loadSafetensors(join(dir, name));
    if (saved.get("model.encoder.10.weight")?.shape[0] !== 3) continue;
    const weights: StateDict = new Map(
      [...saved].filter(([name]) => name.startsWith("model."))
        .map(([name, tensor]) => [name.slice("model.".length), tensor]),
    );
    const model = new ConvAutoencoder(3);
    model.loadStateDict(weights);
    return model;
  }
  throw new RangeError(`no autoencoder with codes of three numbers in ${dir}`);
}
