import { exists } from "mle/io/mod.ts";
import { join } from "node:path";
import { runOrThrow } from "../../shared/command.ts";
import { ROOT } from "../../shared/paths.ts";
import { pageOf, type SitePage, textCell } from "./page.ts";

/** What only teachers have. */
const TEACHERS = ["grading", "sheet"];

/** The reference: a page for each folder of the library. */
export async function apiPages(answers: boolean): Promise<SitePage[]> {
  const pages: SitePage[] = [];
  const folders = await Array.fromAsync(
    Deno.readDir(join(ROOT, "lib")),
    ({ name }) => name,
  );
  for (const name of folders.sort()) {
    const module = join("lib", name, "mod.ts");
    if (!answers && TEACHERS.includes(name)) continue;
    if (!await exists(join(ROOT, module))) continue;
    const { output } = await runOrThrow({
      program: Deno.execPath(),
      args: ["doc", "-q", module],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    });
    pages.push(pageOf(`api_${name}`, cellsOf(name, output)));
  }
  return pages;
}

/** A cell for what a folder is for, and one for each of its names. */
function cellsOf(folder: string, documentation: string) {
  const [about, ...rest] = documentation.split(/^Defined in /m);
  const own = rest.filter((text) => text.includes(`${ROOT}/lib/`));
  const names = own.flatMap((text) => {
    const [, declaration, ...words] = text.split(/\n+/);
    const name = /(?:function|class|interface|type|const|namespace|enum) (\w+)/
      .exec(declaration)?.[1];
    return name === undefined ? [] : [{ name, declaration, words }];
  });
  const purpose = about.replace(/^@module$/m, "").trim();
  const seen = Map.groupBy(names, ({ name }) => name);
  return [
    textCell("title", `# mle/${folder}\n\n${purpose}`),
    ...Array.from(seen, ([name, declarations]) => {
      const texts = declarations.map(({ declaration, words }) =>
        "```ts\n" + declaration + "\n```\n\n" +
        "```text\n" + words.join("\n").trimEnd().replaceAll("```", "") +
        "\n```"
      );
      return textCell(name, `## ${name}\n\n${texts.join("\n\n")}`);
    }),
  ];
}
