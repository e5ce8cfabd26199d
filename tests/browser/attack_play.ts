import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import sharp from "sharp";

/** What impatient readers do to the page to play with. */
export async function attackPlay(page: Page): Promise<void> {
  await overtakeAFile(page);
  await openTheCameraTwice(page);
  await showWhatIsTransparent(page);
  await startTwice(page);
}

const seen = (page: Page) =>
  page.locator("#play-hand figcaption").first().innerText();

/** Files are decoded only when the test says so. */
const SLOW_FILES = `{
  const read = createImageBitmap;
  const waiting = new Promise((go) => globalThis.readOn = go);
  globalThis.createImageBitmap = async (file) => {
    globalThis.createImageBitmap = read;
    await waiting;
    const picture = await read(file);
    setTimeout(() => document.documentElement.dataset.read = "late");
    return picture;
  };
}`;

/** A camera that takes a while to open, and what it has opened. */
const SLOW_CAMERA = `{
  globalThis.tracks = [];
  const getUserMedia = async () => {
    await new Promise((go) => setTimeout(go, 50));
    const canvas = document.createElement("canvas");
    const stream = canvas.captureStream(10);
    setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
    tracks.push(...stream.getTracks());
    return stream;
  };
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia } });
}`;

/** A file that takes long to read, and an example that is chosen meanwhile. */
async function overtakeAFile(page: Page): Promise<void> {
  await page.evaluate(SLOW_FILES);
  await page.setInputFiles("input[type=file]", await png([9, 9, 9, 1]));
  await page.getByAltText("a hand that shows 2").click();
  await page.getByText("a hand that shows 2, as the network").waitFor();
  await page.evaluate("readOn()");
  await page.locator(":root[data-read=late]").waitFor();
  assert((await seen(page)).startsWith("a hand that shows 2"));
}

/** A camera that opens slowly, and is asked for twice; and one that is left open. */
async function openTheCameraTwice(page: Page): Promise<void> {
  await page.evaluate(SLOW_CAMERA);
  const open = page.getByRole("button", { name: "Use the camera" });
  const take = page.getByRole("button", { name: "Take the picture" });
  const live = () =>
    page.evaluate<number>(
      "tracks.filter(({ readyState }) => readyState === 'live').length",
    );
  await open.evaluate((button) => {
    button.click();
    button.click();
  });
  await take.click();
  assertEquals(await live(), 0, "after taking a picture");
  for (
    const leave of [
      page.getByRole("button", { name: "Put the camera away" }),
      page.getByAltText("a hand that shows 1"),
    ]
  ) {
    await open.click();
    await take.waitFor();
    assertEquals(await live(), 1);
    await leave.click();
    assertEquals(await live(), 0, `after ${leave}`);
    await take.waitFor({ state: "hidden" });
  }
}

/** What is transparent is white; a file that is no picture leaves none behind. */
async function showWhatIsTransparent(page: Page): Promise<void> {
  const meters = page.locator("#play-hand meter");
  const probabilities = () =>
    meters.evaluateAll((meters) => meters.map(({ value }) => value));
  const shown = [];
  for (const color of [[0, 0, 0, 0], [255, 255, 255, 1]]) {
    const file = await png(color);
    await page.setInputFiles("input[type=file]", file);
    await page.getByText(`${file.name}, as the network`).waitFor();
    shown.push(await probabilities());
  }
  assertEquals(shown[0], shown[1]);
  const buffer = Buffer.from("no picture");
  for (let again = 0; again < 2; again++) {
    const file = { name: "bad.png", mimeType: "image/png", buffer };
    await page.setInputFiles("input[type=file]", file);
    await page.getByText("cannot read bad.png as a picture").waitFor();
    assertEquals(await probabilities(), [0, 0, 0, 0, 0, 0]);
    assertEquals(await seen(page), "no picture");
    await page.getByAltText("a hand that shows 3").click();
    await page.getByText("a hand that shows 3, as the network").waitFor();
  }
}

/** Training that is stopped and started again within one step. */
async function startTwice(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Train for a minute" });
  await button.evaluate((button) => {
    for (let press = 0; press < 5; press++) button.click();
  });
  await page.getByText(/^Epoch 2:/).waitFor();
  const { said, points } = await page.locator("#play-training").evaluate(
    (part) => ({
      said: part.querySelector("[role=status]").textContent,
      points: part.querySelector("polyline").getAttribute("points"),
    }),
  );
  const [, epochs] = /^Epoch (\d+):/.exec(said)!;
  assertEquals(points.trim().split(" ").length, Number(epochs));
  await page.getByRole("button", { name: "Stop" }).click();
}

/** A picture file of one colour. */
async function png([r, g, b, alpha]: number[]) {
  const background = { r, g, b, alpha };
  const create = { width: 90, height: 70, channels: 4 as const, background };
  const buffer = await sharp({ create }).png().toBuffer();
  return { name: `${r}-${alpha}.png`, mimeType: "image/png", buffer };
}
