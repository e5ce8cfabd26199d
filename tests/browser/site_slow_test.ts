import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { keepWeights } from "mle/checkpoint/mod.ts";
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
import { Buffer } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { apiPages } from "../../scripts/course/site/api_pages.ts";
import { indexPage } from "../../scripts/course/site/index_page.ts";
import { pageOf, textCell } from "../../scripts/course/site/page.ts";
import { playPageOf } from "../../scripts/course/site/play_page.ts";
import { LEARNING_RATE } from "../../scripts/course/site/play_values.ts";
import { writeSite } from "../../scripts/course/site/write_site.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { isFull } from "../share.ts";
import { withFolder } from "../notebooks/sample.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { assertPrintsAll, checkPage, LOOKS } from "./page_check.ts";

const EXERCISE = pageOf("exercise", [
  textCell("title", "# An exercise of networks"),
  textCell("part", "## A part\n\nA word to find: perceptron."),
]);

manualSeed(1);
const classifier = new CnnClassifier();
const autoencoder = new ConvAutoencoder(3);

Deno.test({
  name: "a site's pages lead to each other, are searched and played with",
  ignore: !CHROMIUM,
  fn: (t) =>
    withFolder(async (folder) => {
      const weights = {
        classifier: await keepWeights("Tried", classifier.stateDict()),
        autoencoder: await keepWeights("Tried", autoencoder.stateDict()),
      };
      const browser = await startChromium();
      try {
        const play = await playPageOf(weights, true);
        const api = (await apiPages(false))
          .filter(({ name }) => ["api_metrics", "api_tf"].includes(name));
        const pages = [
          indexPage([EXERCISE], [play], api),
          EXERCISE,
          play,
          ...api,
        ];
        const site = join(folder, "site");
        await writeSite(pages, site);
        const names = pages.map(({ name }) => name);
        await t.step("all pages", () => checkAll(browser, site, names));
        await t.step("links", () => follow(browser, site, names));
        await t.step("models", () =>
          checkPage(browser, join(site, "play.html"), LOOKS[1], playWith));
      } finally {
        await browser.close();
        for (const path of Object.values(weights)) {
          await Deno.remove(join(ROOT, path));
        }
      }
    }),
});

/** That every page can be read on every screen, and its links lead somewhere. */
async function checkAll(
  browser: Browser,
  site: string,
  names: readonly string[],
): Promise<void> {
  for (const [i, name] of names.entries()) {
    for (const look of isFull() ? LOOKS : [LOOKS[i % LOOKS.length]]) {
      const path = join(site, `${name}.html`);
      await checkPage(browser, path, look, async (page) => {
        const links = await page.locator("a[href]")
          .evaluateAll((links) => links.map(({ href }) => href));
        for (const link of links) await assertLeads(link, site);
        if (look.width > 1000) await assertPrintsAll(page);
      });
    }
  }
}

/** That a link leads to a place on one of the site's pages. */
async function assertLeads(link: string, site: string): Promise<void> {
  const { protocol, hash, href } = new URL(link);
  if (protocol !== "file:") return;
  const path = fileURLToPath(href.replace(hash, ""));
  assertEquals(dirname(path), site, link);
  const html = await Deno.readTextFile(path);
  const id = decodeURIComponent(hash.slice(1));
  assert(
    id === "" || html.includes(`id="${id}"`),
    `${basename(path)}: ${link}`,
  );
}

/** From page to page, and to what a search finds. */
async function follow(
  browser: Browser,
  site: string,
  names: readonly string[],
): Promise<void> {
  await checkPage(browser, join(site, "index.html"), LOOKS[0], async (page) => {
    for (const name of [...names.slice(1), "index"]) {
      await (name === "index"
        ? page.getByRole("link", { name: "Contents", exact: true })
        : page.locator("[rel=next]")).click();
      await page.waitForURL(`**/${name}.html`);
    }
    await page.getByRole("searchbox").pressSequentially("perceptrn");
    await page.getByRole("link", { name: "An exercise of networks: A part" })
      .click();
    await page.waitForURL("**/exercise.html#cell-id=part");
  });
}

/** That the page computes what the library computes, and shows it. */
async function playWith(page: Page): Promise<void> {
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
  await page.locator("#play-hand [data-looked]").waitFor();
  assertNear(
    await meters.evaluateAll((meters) => meters.map(({ value }) => value)),
    expected,
  );
  const buffer = Buffer.from("no picture");
  await page.setInputFiles("input[type=file]", { ...file, buffer });
  await page.getByText("cannot read this file as a picture").waitFor();
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
