import { createHash } from "node:crypto";
import { VERSION } from "../../../shared/version.ts";
import type { NotebookResult } from "../grade_notebook.ts";
import type { Refusal } from "../intake/mod.ts";
import type { CellMark } from "../mark.ts";
import { attachmentsOf } from "../pictures.ts";
import { plainText, type ShownCell, type ShownOutput } from "../shown.ts";
import { explain } from "./explain.ts";
import { Html, markup } from "./markup.ts";
import type { OfPersons } from "./gradebook.ts";
import { sumOf } from "./sum.ts";
import type { Row } from "./table.ts";

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd; }
td:last-child { overflow-wrap: anywhere; }
td.number, th.number { text-align: right; white-space: nowrap; }
pre { font: 13px/1.45 ui-monospace, monospace; padding: .6rem .8rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.source { background: #f5f6f8; border-left: 3px solid #9aa5b1; }
pre.output { border-left: 3px solid #d9dde2; max-height: 24rem; overflow: auto; }
section.cell { margin: 1.2rem 0; }
.name { color: #667; font-size: .85rem; }
ul.marks { list-style: none; padding-left: .8rem; margin: .4rem 0; }
.comment { white-space: pre-wrap; border-left: 3px solid #7a5b00; padding-left: .8rem; }
.right { color: #17692f; } .lost { color: #a1260d; } .note { color: #7a5b00; }
img { max-width: 100%; image-rendering: pixelated; }
`;

/** What a student gets to read. */
export interface Feedback {
  name: string;
  rows: readonly Row[];
  /** The notebooks, and what persons have given for them. */
  notebooks: readonly [NotebookResult, OfPersons?][];
  /** What being late costs, in words. */
  lateness?: string;
  refusals: readonly Refusal[];
}

/** A student's page: it needs nothing else, and nothing in it can run. */
export function feedbackPage(feedback: Feedback): string {
  const { name, rows, notebooks, refusals, lateness } = feedback;
  const digest = createHash("sha256").update(STYLE).digest("base64");
  const policy =
    `default-src 'none'; img-src data:; style-src 'sha256-${digest}'`;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Feedback for ${plainText(name)}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<h1>Feedback for ${plainText(name)}</h1>
${summary(rows)}
${lateness === undefined ? [] : [markup`<p class="lost">${lateness}</p>`]}
${refusals.map(refusal)}
${notebooks.map(([result, persons]) => notebook(result, persons))}
<p class="name">Graded by version ${VERSION} of the exercise sheet</p>
</body>
</html>
`.text;
}

function summary(rows: readonly Row[]): Html {
  const points = sumOf(rows, (row) => row.points);
  const of = sumOf(rows, (row) => row.of);
  return markup`<table>
<tr><th>Exercise</th><th>Task</th><th class="number">Points</th><th>Why</th></tr>
${rows.map(line)}
<tr><th colspan="2">Total</th><th class="number">${points} of ${of}</th><th></th></tr>
</table>`;
}

function line({ exercise, task, points, of, why }: Row): Html {
  const short = why.length > 300 ? `${why.slice(0, 300)} …` : why;
  return markup`<tr><td>${exercise}</td><td>${readable(task)}</td>
<td class="number">${points} of ${of}</td><td>${short}</td></tr>
`;
}

function refusal({ path, reason }: Refusal): Html {
  const said = `${path}: ${reason}`;
  return markup`<p class="lost">${plainText(said)}</p>
`;
}

function notebook(
  { exercise, trouble, cells, marks }: NotebookResult,
  persons: OfPersons | undefined,
): Html {
  if (cells.length === 0) return new Html("");
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  const shown = cells.filter(({ id, role }) =>
    byId.has(id) || role === "solution" || role === "extra" ||
    id.startsWith("own-cell")
  );
  const notice = trouble === undefined
    ? []
    : [markup`<p class="lost">${plainText(trouble)}</p>`];
  return markup`<h2>${exercise}</h2>
${notice}
${shown.map((cell) => section(cell, byId.get(cell.id), persons))}
`;
}

function section(
  cell: ShownCell,
  mark: CellMark | undefined,
  persons: OfPersons | undefined,
): Html {
  const { id, source, notes, outputs } = cell;
  const comment = persons?.comments[id];
  return markup`<section class="cell">
<div class="name">${
    id.startsWith("own-cell") ? "Your own cell" : readable(id)
  }</div>
${notes.map((note) => markup`<div class="note">${note}</div>`)}
<pre class="source">${plainText(source)}</pre>
${attachmentsOf(cell).pictures.map(({ mime, base64 }) => picture(mime, base64))}
${outputs.map(output)}
${mark === undefined ? [] : marksOf(mark, persons?.scores[id])}
${
    comment === undefined
      ? []
      : markup`<p class="comment">${plainText(comment)}</p>`
  }
</section>
`;
}

/** A name for people: `task-3-why` is "Task 3 why". */
function readable(id: string): string {
  const words = id.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function output(shown: ShownOutput): Html {
  return "text" in shown
    ? markup`<pre class="output">${shown.text}</pre>`
    : picture("image/png", shown.png);
}

function picture(mime: string, base64: string): Html {
  return markup`<img alt="" src="data:${mime};base64,${base64}">`;
}

function marksOf(mark: CellMark, score: number | undefined): Html {
  if (score !== undefined) {
    return markup`<p>${score} of ${mark.of} points, given by a person</p>`;
  }
  if (mark.byHand) {
    return markup`<p>${
      mark.problem ?? `${mark.of} points, to be given by a person`
    }</p>`;
  }
  const isFull = mark.points === mark.of;
  const lines = explain(mark).map((line, i) => {
    const isRight = i === 0 ? isFull : line.startsWith("✓");
    return markup`<li class="${isRight ? "right" : "lost"}">${line}</li>`;
  });
  return markup`<ul class="marks">${lines}</ul>`;
}
