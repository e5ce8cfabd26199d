import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Notebook } from "../notebooks/format.ts";
import { type CommandResult, run } from "../shared/command.ts";
import { ROOT } from "../shared/paths.ts";
import { type NotebookModule, toModule } from "./module.ts";

/** The findings of Deno's type checker and linter in the notebooks' cells. */
export async function codeProblems(notebooks: Notebook[]): Promise<string[]> {
  if (notebooks.length === 0) return [];
  // Outside the project, since deno.json excludes the build folder.
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    const modules = new Map<string, NotebookModule & { notebook: Notebook }>();
    for (const notebook of notebooks) {
      const path = join(folder, notebook.name.replace(/\.ipynb$/, ".ts"));
      const module = toModule(notebook);
      await Deno.writeTextFile(path, module.source);
      modules.set(pathToFileURL(path).href, { notebook, ...module });
    }
    const placeOf = (url: string, line: number) => {
      const module = modules.get(url);
      const place = module?.places[line - 1] ?? `line ${line}`;
      return module ? `${module.notebook.name}, ${place}` : `${url}:${line}`;
    };
    return [
      ...typeProblems(await deno("check", folder), placeOf),
      ...lintProblems(
        await deno("lint", "--json", folder),
        placeOf,
      ),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type PlaceOf = (url: string, line: number) => string;

function deno(subcommand: string, ...args: string[]): Promise<CommandResult> {
  return run({
    program: Deno.execPath(),
    args: [subcommand, "--config", join(ROOT, "deno.json"), ...args],
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
  });
}

function typeProblems(result: CommandResult, placeOf: PlaceOf): string[] {
  if (result.code === 0) return [];
  const text = result.output
    .replaceAll(/^Check .*\n/gm, "")
    .replaceAll(/\n*(Found \d+ errors\.|error: Type checking failed\.)/g, "")
    .replaceAll(
      /at (file:\S+):(\d+):(\d+)/g,
      (_, url, line, column) =>
        `at ${placeOf(url, Number(line))}, column ${column}`,
    );
  const problems = text.split(/\n\n(?=TS\d+ )/).map((each) => each.trim());
  return withoutFirstDeclarations(problems);
}

/** Of a name that is declared twice, the checker names the first place, too. */
function withoutFirstDeclarations(problems: string[]): string[] {
  const names = problems.map((problem) => {
    const again = /^TS(?:2300|2451) .*'(\S+)'/.exec(problem)?.[1];
    return again && `${again} in ${/at (.+?), cell/.exec(problem)?.[1]}`;
  });
  return problems.filter((_, i) =>
    names[i] === undefined || names.indexOf(names[i]) < i ||
    names.lastIndexOf(names[i]) === i
  );
}

interface LintReport {
  diagnostics: {
    filename: string;
    range: { start: { line: number; col: number } };
    message: string;
    code: string;
    hint?: string;
  }[];
  errors: { file_path: string; message: string }[];
}

function lintProblems(result: CommandResult, placeOf: PlaceOf): string[] {
  const report: LintReport = JSON.parse(result.stdout);
  return [
    ...report.diagnostics.map(({ filename, range, message, code, hint }) =>
      `${code}: ${message}${hint ? ` (${hint})` : ""}\n    at ` +
      `${placeOf(filename, range.start.line)}, column ${range.start.col + 1}`
    ),
    ...report.errors.map(({ file_path, message }) =>
      `${file_path}: ${message}`
    ),
  ];
}
