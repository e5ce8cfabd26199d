import { assert, assertEquals } from "@std/assert";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiPages } from "../../scripts/course/site/api_pages.ts";
import { indexPage } from "../../scripts/course/site/index_page.ts";
import { pageOf, textCell } from "../../scripts/course/site/page.ts";
import { writeSite } from "../../scripts/course/site/write_site.ts";
import { withFolder } from "../notebooks/sample.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";
import { checkPage, LOOKS } from "./page_check.ts";

const EXERCISE = pageOf("exercise", [
  textCell("title", "# An exercise of networks"),
  textCell("part", "## A part\n\nA word to find: perceptron."),
]);

Deno.test({
  name: "a site's pages lead to each other, and every word is found",
  ignore: !CHROMIUM,
  fn: () =>
    withFolder(async (folder) => {
      const api = (await apiPages(false))
        .filter(({ name }) => ["api_metrics", "api_tf"].includes(name));
      const site = join(folder, "site");
      await writeSite(
        [indexPage([EXERCISE], api), EXERCISE, ...api],
        site,
      );
      const browser = await startChromium();
      try {
        const index = join(site, "index.html");
        const names = ["index", "exercise", ...api.map(({ name }) => name)];
        for (const [i, name] of names.entries()) {
          const path = join(site, `${name}.html`);
          await checkPage(browser, path, LOOKS[i % 4], async (page) => {
            const links = await page.locator("a[href]")
              .evaluateAll((links) => links.map(({ href }) => href));
            for (const link of links) await assertLeads(link, site);
          });
        }
        await checkPage(browser, index, LOOKS[0], async (page) => {
          for (const name of [...names.slice(1), "index"]) {
            await (name === "index"
              ? page.getByRole("link", { name: "Contents", exact: true })
              : page.locator("[rel=next]")).click();
            await page.waitForURL(`**/${name}.html`);
          }
          await page.getByRole("searchbox").pressSequentially("perceptrn");
          await page.getByRole("link", {
            name: "An exercise of networks: A part",
          })
            .click();
          await page.waitForURL("**/exercise.html#cell-id=part");
        });
      } finally {
        await browser.close();
      }
    }),
});

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
