import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { drawHand } from "mle/data/drawn_hand/draw_hand.ts";
import {
  DataLoader,
  firstOfEachClass,
  loadFashionMnist,
  NormalizedDataset,
} from "mle/data/mod.ts";
import { inEvaluationMode } from "mle/nn/mod.ts";
import { mseLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, manualSeed } from "mle/random/mod.ts";
import {
  CnnClassifier,
  ConvAutoencoder,
  PcaAutoencoder,
} from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { LEARNING_RATE } from "../../scripts/course/site/play_values.ts";

manualSeed(1);
/** The networks of the page that is tried. */
export const classifier: CnnClassifier = new CnnClassifier();
export const autoencoder: ConvAutoencoder = new ConvAutoencoder(3);

/** That the page computes what the library computes, and shows it. */
export async function playWith(page: Page): Promise<void> {
  const codes = [1, -2, 3, 0.5, 0, -9];
  const pixels = new Generator(1).uniform(784, -1, 1);
  assertNear(
    await inPage(page, "decode", codes),
    tf.tidy(() => autoencoder.decode(tf.tensor2d(codes, [2, 3])).dataSync()),
  );
  assertNear(
    await inPage(page, "encode", pixels),
    tf.tidy(() =>
      autoencoder.encode(tf.tensor(pixels, [1, 28, 28, 1])).dataSync()
    ),
  );

  // A slider, and a place on the map, draw another picture.
  const drawn = page.locator("#play-codes canvas").first();
  const slider = page.getByLabel("number 3");
  const [caption, picture] = [await name(drawn), await drawn.screenshot()];
  await slider.focus();
  await page.keyboard.press("End");
  assertNotEquals(await name(drawn), caption);
  assertNotEquals(await drawn.screenshot(), picture);
  const before = await page.getByLabel("number 1").inputValue();
  await page.locator(".map").click({ position: { x: 5, y: 5 } });
  assertNotEquals(await page.getByLabel("number 1").inputValue(), before);

  // A hand from a file gets the library's own probabilities.
  const hand = drawHand(5, new Generator(3));
  const file = { name: "hand.png", mimeType: "image/png" };
  const raw = { width: 64, height: 64, channels: 3 } as const;
  const png = await sharp(hand, { raw }).png().toBuffer();
  await page.setInputFiles("input[type=file]", { ...file, buffer: png });
  const meters = page.locator("#play-hand meter");
  const expected = inEvaluationMode(classifier, () =>
    tf.tidy(() => {
      const x = tf.tensor(Float32Array.from(hand, (byte) => byte / 255), [
        ...[1, 64, 64, 3],
      ]);
      return tf.exp(classifier.forward(x)).dataSync();
    }));
  await page.getByText("hand.png, as the network gets it").waitFor();
  assertNear(
    await meters.evaluateAll((meters) => meters.map(({ value }) => value)),
    expected,
  );
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.getByText("There is no camera to use here").waitFor();

  // The linear autoencoder learns as it does here.
  await page.getByRole("button", { name: "Train for a minute" }).click();
  const said = await page.getByText(/^Epoch \d+: error \S+; the least/)
    .innerText();
  const [, epochs, error] = /^Epoch (\d+): error (\S+);/.exec(said)!;
  assertNear([Number(error)], [await errorAfter(Number(epochs))]);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Train for a minute" }).waitFor();
}

/** The error of the last of so many epochs, from the page's seed on its pictures. */
async function errorAfter(epochs: number): Promise<number> {
  const { train } = await loadFashionMnist();
  const dataset = new NormalizedDataset(firstOfEachClass(train, 200, 10));
  manualSeed(42);
  using model = new PcaAutoencoder(784, 10);
  using optimizer = new Adam(model.parameters(), { lr: LEARNING_RATE });
  const loader = new DataLoader(dataset, { batchSize: 64, shuffle: true });
  let sum = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    sum = 0;
    for (using batch of loader) {
      sum += batch.size *
        optimizer.step(() =>
          mseLoss(model.forward(batch.pictures).reconstruction, batch.pictures)
        );
    }
  }
  return sum / dataset.length;
}

const name = (locator: ReturnType<Page["locator"]>) =>
  locator.getAttribute("aria-label");

/** What a function of the page's makes of numbers. */
async function inPage(
  page: Page,
  name: string,
  numbers: ArrayLike<number>,
): Promise<number[]> {
  return await page.evaluate(([name, numbers]) => {
    const { mle } = globalThis as unknown as {
      mle: Record<string, (numbers: Float32Array) => Float32Array>;
    };
    return Array.from(mle[name](Float32Array.from(numbers)));
  }, [name, Array.from(numbers)] as const);
}

function assertNear(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  assertEquals(got.length, expected.length);
  const difference = Math.max(
    ...Array.from(got, (value, i) => Math.abs(value - expected[i])),
  );
  assert(difference < 1e-4, `${difference}`);
}
