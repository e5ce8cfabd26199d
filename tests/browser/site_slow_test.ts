import { assert, assertEquals } from "@std/assert";
import { keepWeights } from "mle/checkpoint/mod.ts";
import * as sheet from "mle/sheet/mod.ts";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { apiPages } from "../../scripts/course/site/api_pages.ts";
import { indexPage } from "../../scripts/course/site/index_page.ts";
import { pageOf, textCell } from "../../scripts/course/site/page.ts";
import { playPageOf } from "../../scripts/course/site/play_page.ts";
import { writeSite } from "../../scripts/course/site/write_site.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { isFull } from "../share.ts";
import { withFolder } from "../notebooks/sample.ts";
import { attackPlay } from "./attack_play.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { assertPrintsAll, checkPage, LOOKS } from "./page_check.ts";
import { autoencoder, classifier, playWith } from "./play_with.ts";

const EXERCISE = pageOf("exercise", [
  textCell("title", "# An exercise of networks"),
  textCell("part", "## A part\n\nA word to find: perceptron."),
]);

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
        await writeSite(pages, site, "A note for teachers");
        const names = pages.map(({ name }) => name);
        const program = await Deno.readTextFile(join(site, "assets/play.js"));
        for (const answer of Object.keys(sheet)) {
          assert(!program.includes(answer), `play.js has ${answer}`);
        }
        await t.step("all pages", () => checkAll(browser, site, names));
        await t.step("links", () => follow(browser, site, names));
        await t.step("models", () =>
          checkPage(browser, join(site, "play.html"), LOOKS[1], playWith));
        await t.step("in a hurry", () =>
          checkPage(browser, join(site, "play.html"), LOOKS[2], attackPlay));
        await t.step("without scripts", () =>
          withoutScripts(browser, site));
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
        await page.getByText("A note for teachers").waitFor();
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
    const search = page.getByRole("searchbox");
    await search.fill("Kullback");
    await page.getByText("Nothing found").waitFor();
    await search.fill("");
    await search.pressSequentially("perceptrn");
    await page.getByRole("link", { name: "An exercise of networks: A part" })
      .waitFor();
    await search.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/exercise.html#cell-id=part");
  });
}

/** A page says what it cannot do without scripts, and shows no dead search. */
async function withoutScripts(browser: Browser, site: string): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(site, "play.html")).href);
  await page.getByText("This needs JavaScript").waitFor();
  assertEquals(await page.getByRole("searchbox").count(), 0);
  await context.close();
}
