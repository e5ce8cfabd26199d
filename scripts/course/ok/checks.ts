import { glob } from "node:fs/promises";
import { ROOT, venvProgram } from "../../shared/paths.ts";
import { TOOLS } from "./tools_step.ts";

/** A program that ends with an exit code other than 0 if something is wrong. */
export interface Check {
  title: string;
  program: string;
  args: string[];
}

const PYTHON = ["scripts", "tests"];
/** What runs in a page has other types: deno.json leaves it out. */
const IN_PAGE = [
  "--config",
  "deno.browser.json",
  "scripts/course/site/browser",
];

/**
 * All quick checks, the longest first, so that two at a time end at about the
 * same time.
 */
export async function quickChecks(): Promise<Check[]> {
  return [
    deno("fast tests", "run", "-A", "scripts/course/test.ts")
      .concat("--no-check", "--quick"),
    deno("types", "check", "lib", "scripts", "tests"),
    deno("notebook cells", "run", "-A", "scripts/course/check.ts"),
    tool("Python types", "mypy", "--python-executable", venvProgram("python")),
    deno("docs", "run", "-A", "scripts/course/check_docs.ts"),
    // Notebooks' format is checked with their cells: scripts/check/format.ts.
    deno("format", "fmt", "--check", "--ignore=notebooks"),
    deno("lint", "lint"),
    deno("types in a page", "check", ...IN_PAGE),
    deno("format in a page", "fmt", "--check", ...IN_PAGE),
    deno("lint in a page", "lint", ...IN_PAGE),
    tool("C++ format", "clang-format", "--dry-run", "-Werror")
      .concat(await nativeFiles()),
    tool("Python format", "ruff", "format", "--check", ...PYTHON),
    tool("Python lint", "ruff", "check", ...PYTHON),
    tool("workflows", "zizmor", "--offline", "--no-progress", ".github"),
  ].map(([title, program, ...args]) => ({ title, program, args }));
}

const deno = (title: string, ...args: string[]): string[] => [
  title,
  Deno.execPath(),
  ...args,
];

const tool = (title: string, name: string, ...args: string[]): string[] => [
  title,
  venvProgram(name, TOOLS),
  ...args,
];

async function nativeFiles(): Promise<string[]> {
  const found = glob("{lib,tests}/**/*.{cc,h}", { cwd: ROOT });
  return (await Array.fromAsync(found)).sort();
}
