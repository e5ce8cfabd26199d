import type { AssembledCell } from "./assemble.ts";
import { pictureOf } from "./pictures.ts";
import type { CellOutcome, Output } from "../sandbox/mod.ts";
import { dataOf } from "./values.ts";

/** The part of an output that may be shown: a text, or a PNG picture in base64. */
export type ShownOutput = { text: string } | { png: string };

/** A cell of a graded notebook as students and markers see it. */
export interface ShownCell extends Omit<AssembledCell, "hidden"> {
  outputs: ShownOutput[];
}

const MAX_TEXT = 10_000; // characters of a cell
const MAX_PNG = 1_000_000; // characters of base64
const MAX_PICTURES = 20; // of a notebook

const CONTROL =
  // deno-lint-ignore no-control-regex -- what a terminal or a line of text would obey
  /\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Selects what may be shown of a notebook that ran by itself: of its outputs,
 * only plain text and valid PNG pictures.
 */
export function shownCells(
  assembled: readonly AssembledCell[],
  own: readonly CellOutcome[],
): ShownCell[] {
  const outcomes = new Map(own.map((cell) => [cell.id, cell]));
  let pictures = 0;
  return assembled.map(({ hidden: _, ...cell }) => ({
    ...cell,
    outputs: shownOutputs(outcomes.get(cell.id))
      .filter((output) => "text" in output || ++pictures <= MAX_PICTURES),
  }));
}

/** The files that a notebook imports, as cells of its student's own. */
export function shownFiles(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([name, source]): ShownCell => ({
    id: `own-cell-${name}`,
    role: "extra",
    type: "code",
    source,
    notes: [`This is the file ${name}.`],
    tags: [],
    outputs: [],
  }));
}

/** A text without control sequences that a terminal or browser would obey. */
export function plainText(text: string): string {
  return text.replaceAll(CONTROL, "");
}

function shownOutputs(outcome: CellOutcome | undefined): ShownOutput[] {
  if (outcome === undefined) return [];
  const shown: ShownOutput[] = [];
  let room = MAX_TEXT;
  const say = (text: string) => {
    const plain = plainText(text);
    if (plain === "" || room <= 0) return;
    const cut = plain.length > room ? `${plain.slice(0, room)} …` : plain;
    room -= plain.length;
    const last = shown.at(-1);
    if (last && "text" in last) last.text += cut;
    else shown.push({ text: cut });
  };
  for (const output of [...outcome.outputs, ...outcome.late]) {
    if (output.output_type === "error" && output.ename !== "Output cut") {
      continue;
    }
    const picture = pictureOf(dataOf(output)["image/png"], MAX_PNG);
    if (picture?.mime === "image/png") shown.push({ png: picture.base64 });
    else say(textOf(output));
  }
  const { error } = outcome;
  if (error) say(`\n${error.name}: ${error.message}`.trimStart());
  return shown;
}

function textOf(output: Output): string {
  if (output.output_type === "error") return `(${output.evalue})\n`;
  const text = output.output_type === "stream"
    ? output.text
    : dataOf(output)["text/plain"];
  const joined = Array.isArray(text) ? text.join("") : text;
  if (typeof joined !== "string") return "";
  return output.output_type === "stream" ? joined : `${joined}\n`;
}
