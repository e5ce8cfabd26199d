import { join } from "node:path";
import { writeFileAtomically } from "mle/io/mod.ts";
import { runOrThrow } from "../../shared/command.ts";
import { ROOT } from "../../shared/paths.ts";
import type { Figure } from "./figures.ts";
import { digits, goalsTable, headOf } from "./report.ts";
import { type BenchResult, readResults, RESULTS } from "./results.ts";
import { formatTable } from "./table.ts";

const [BEGIN, END] = ["<!-- bench -->", "<!-- /bench -->"];

const RATIOS: readonly [heading: string, what: Figure["what"]][] = [
  ["PyTorch", "step"],
  ["fused Adam", "step, fused Adam"],
  ["JAX", "step, JAX"],
  ["AVX2", "step, AVX2"],
  ["epoch", "epoch"],
  ["whole run", "deno task train"],
  ["its memory", "memory of deno task train"],
];

/** The README's part with a run's figures, before `deno fmt`. */
export function readmeSection(result: BenchResult): string {
  const { figures, failures } = result;
  const find = (what: Figure["what"], of: string) =>
    figures.find((figure) => figure.what === what && figure.of === of);
  const cell = (figure?: Figure) =>
    figure ? figure.ratio.toFixed(2) + (figure.disturbed ? "\\*" : "") : "";
  const models = [
    ...new Set(
      figures.filter(({ what }) => what === "step").map(({ of }) => of),
    ),
  ];
  const rows = models.map((of) => {
    const { ours, theirs } = find("step", of)!;
    return [
      of,
      `${digits(ours)} ms`,
      `${digits(theirs)} ms`,
      ...RATIOS.map(([, what]) => cell(find(what, of))),
    ];
  });
  const [sheet] = figures.filter(({ what }) => what === "the whole sheet");
  return [
    `${headOf(result)}:`,
    "",
    formatTable(
      ["model", "a step here", "PyTorch's", ...RATIOS.map(([name]) => name)],
      rows,
    ),
    "",
    ...sheet
      ? [
        `All of the sheet's training takes ${sheet.ours.toFixed(0)} minutes ` +
        `here, and ${sheet.theirs.toFixed(0)} with PyTorch (${cell(sheet)}), ` +
        "reckoned up from one epoch of each model.",
        "",
      ]
      : [],
    ...figures.some(({ disturbed }) => disturbed)
      ? [
        "\\* Other processes used more than a twentieth of a processor in one " +
        "of its rounds, also when that was repeated.",
        "",
      ]
      : [],
    ...failures.map(({ of, contender, reason }) =>
      `${contender} could not be measured on ${of}: ${reason}.\n`
    ),
    "The goals, and the figure that is furthest from each:",
    "",
    goalsTable(figures),
  ].join("\n");
}

/** Puts a section between the README's two marks. */
export function withSection(readme: string, section: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(
      `Cannot write figures into the README: expected ${BEGIN} and ${END}`,
    );
  }
  return readme.slice(0, begin + BEGIN.length) + `\n\n${section}\n\n` +
    readme.slice(end);
}

/** Writes the last full run's figures into the README. */
export async function writeReadme(): Promise<void> {
  const last = (await readResults(RESULTS)).at(-1);
  if (last === undefined) {
    throw new Error(`Cannot write figures: ${RESULTS} has none yet`);
  }
  const path = join(ROOT, "README.md");
  const readme = await Deno.readTextFile(path);
  await writeFileAtomically(path, withSection(readme, readmeSection(last)));
  const args = ["fmt", "--quiet", path];
  await runOrThrow({ program: Deno.execPath(), args, cwd: ROOT });
}
