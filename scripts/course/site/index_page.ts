import { STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { showsStandIn } from "./exercise_pages.ts";
import type { RawCell } from "../../notebooks/format.ts";
import { README_PICTURES } from "../pictures/readme_pictures.ts";
import { pageOf, type SitePage, textCell } from "./page.ts";

/** The first page: what there is, and what comes out. */
export function indexPage(
  exercises: readonly SitePage[],
  others: readonly SitePage[],
  api: readonly SitePage[],
): SitePage {
  const link = ({ name, title }: SitePage) => `- [${title}](${name}.html)`;
  const drawn = exercises.filter(showsStandIn)
    .map(({ title }) => title.split(":")[0]);
  const introduction = `# Machine Learning Essentials, Exercise Sheet 6

Three exercises as TypeScript notebooks, executed, with all that came out.

${[...exercises, ...others].map(link).join("\n")}

${
    drawn.length > 0
      ? `The pictures of hands in ${drawn.join(" and ")}: ${STAND_IN_NOTICE}.`
      : ""
  }

## What comes out`;
  const results = README_PICTURES.flatMap(({ notebook, cell }) => {
    const page = exercises.find(({ name }) => name === notebook);
    const shown = page?.cells.find(({ id }) => id === cell);
    return page && shown ? [result(page, shown)] : [];
  });
  return pageOf("index", [
    textCell("title", introduction),
    ...results.flat(),
    textCell("api", `## The library\n\n${api.map(link).join("\n")}`),
  ]);
}

/** What a cell shows, and where it stands. */
function result(page: SitePage, cell: RawCell): RawCell[] {
  const place = `${page.name}.html#cell-id=${cell.id}`;
  return [
    {
      ...cell,
      metadata: { tags: ["output-only"] },
      outputs: cell.outputs?.filter((output) =>
        /"image\/(png|svg\+xml)":/.test(JSON.stringify(output))
      ),
    },
    textCell(`${cell.id}-place`, `From [${page.title}](${place})`),
  ];
}
