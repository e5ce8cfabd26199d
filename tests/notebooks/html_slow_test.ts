import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { execute } from "../../scripts/notebooks/execute.ts";
import { writeHtml } from "../../scripts/notebooks/html.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { RecordedProgress } from "../scripts/recorded_progress.ts";
import { withFolder, writeNotebook } from "./sample.ts";

const SPEC = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  title: "</script> & <b>",
  data: { values: [{ x: 1 }] },
  mark: "point",
  encoding: { x: { field: "x", type: "quantitative" } },
};

const PROGRAMS = [
  "mathjax/es5/tex-svg-full.js",
  "vega/build/vega.min.js",
  "vega-lite/build/vega-lite.min.js",
  "vega-embed/build/vega-embed.min.js",
];

Deno.test("a page holds all it needs: charts, formulas, and their programs", () =>
  withFolder(async (folder) => {
    const source = await writeNotebook(folder, "page", [
      { id: "formula", type: "markdown", source: "Let $x^2$ be." },
      {
        id: "chart",
        tags: ["sheet-34"],
        source: `await Deno.jupyter.display({
  "application/vnd.vegalite.v5+json": ${JSON.stringify(SPEC)},
  "image/svg+xml": "<svg id='still'></svg>",
  "text/plain": "a chart",
}, { raw: true });`,
      },
    ]);
    await execute({
      source,
      outputFolder: folder,
      profile: "quick",
      progress: new RecordedProgress(),
    });
    const page = await writeHtml(source, join(folder, "html"));
    assertEquals(page, join(folder, "html", "page.html"));
    const html = await Deno.readTextFile(page);

    // Tags that make a browser fetch something.
    const markup = html.replaceAll(
      /<script\b[^>]*>[^]*?<\/script>/g,
      (script) => script.slice(0, script.indexOf(">") + 1),
    );
    const fetching = markup.match(
      /<(script|link|img|iframe|source|video)\b[^>]*\b(src|href)=[^>]*>/g,
    );
    assertEquals(fetching, null);
    assertEquals(/@import|url\(["']?http/.test(markup), false);

    assert(html.includes(">sheet [34]<"), "no number of the sheet's cell");
    const json = /<script type="application\/json">(.*?)<\/script>/.exec(html);
    assertEquals(JSON.parse(json![1]), SPEC);
    assert(/<div class="mle-chart"><svg id=.still.>/.test(html), "no still");
    for (const program of PROGRAMS) {
      const code = await Deno.readTextFile(join(ROOT, "node_modules", program));
      assert(html.includes(code.trim()), `${program} is not in the page`);
    }
  }));
