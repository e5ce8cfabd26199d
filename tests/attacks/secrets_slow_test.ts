/** What a submission can read: nothing that only the teacher has. */
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { ourCourse } from "../../scripts/course/grade/course.ts";
import { runInSandbox } from "../course/sandbox/run_in_sandbox.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { isFull } from "../share.ts";
import { printedJson, sandboxTest } from "../course/sandbox/run_cells.ts";

// Shorter lines stand in many programs.
const MIN_LENGTH = 40;

const TEACHERS = ["lib", "notebooks", "scripts/course"];

// They come from elsewhere, and take most of the time.
const PACKAGES = ["node_modules", "tensorflow"];

/** Looks at everything that can be read, and prints which files hold a secret line. */
const THIEF = (secrets: string[]) =>
  `const secrets = new Set(${JSON.stringify(secrets)});
const skipped = ${JSON.stringify(isFull() ? [] : PACKAGES)};
const found = [];
let files = 0;
function look(path, text) {
  files++;
  for (const line of text.split(/\\n|\\\\n/)) {
    if (secrets.has(line.trim())) return found.push(path + ": " + line.trim());
  }
  const map = text.lastIndexOf("sourceMappingURL=data:");
  if (map < 0) return;
  try { look(path + " (source map)", atob(text.slice(map).trim().split("base64,")[1])); }
  catch { /* it is another kind of text */ }
}
function walk(path) {
  let entries;
  try { entries = [...Deno.readDirSync(path)]; } catch { return; }
  for (const { name, isDirectory, isFile } of entries) {
    const inner = path + "/" + name;
    if (isDirectory && !skipped.includes(name)) walk(inner);
    if (!isFile) continue;
    try {
      if (Deno.statSync(inner).size < 20e6) look(inner, Deno.readTextFileSync(inner));
    } catch { /* it is not to be read */ }
  }
}
for (const { name } of Deno.readDirSync("/")) {
  if (!/^(usr|lib\\w*|bin|proc|dev)$/.test(name)) walk("/" + name);
}
for (const { name } of Deno.readDirSync("/proc")) {
  for (const file of ["environ", "cmdline", "maps", "mountinfo"]) {
    try { look("/proc/" + name + "/" + file, Deno.readTextFileSync("/proc/" + name + "/" + file)); }
    catch { /* it is not there */ }
  }
}
console.log(JSON.stringify({ found, files }));`;

sandboxTest(
  "a submission finds no line that only the teacher has",
  async () => {
    const { studentsWorkspace } = await ourCourse();
    const known = await linesIn([studentsWorkspace]);
    const own = await linesIn(TEACHERS.map((folder) => join(ROOT, folder)));
    const secrets = [...own].filter((line) =>
      !known.has(line) && !line.startsWith("import ")
    );
    assert(secrets.length > 500, `only ${secrets.length} lines are secret`);
    const { end, cells } = await runInSandbox({
      workspace: studentsWorkspace,
      cells: [{ id: "thief", source: THIEF(secrets) }],
      limits: { cellMs: 900_000, notebookMs: 900_000, cpuS: 1800 },
    });
    const { found, files } = printedJson(cells[0]);
    assertEquals([end, found], ["finished", []]);
    assert(files > 200, `only ${files} files were looked at`);
  },
);

sandboxTest(
  "a folder that is to be hidden is empty, also in /usr",
  async () => {
    const look = (path: string) =>
      `console.log(JSON.stringify([...Deno.readDirSync("${path}")].length))`;
    const { cells } = await runInSandbox({
      workspace: ROOT,
      hidden: ["/usr/share/doc"],
      cells: [
        { id: "hidden", source: look("/usr/share/doc") },
        { id: "beside", source: look("/usr/share") },
      ],
    });
    assertEquals(printedJson(cells[0]), 0);
    assert(printedJson(cells[1]) > 1);
  },
);

/** The longer lines of all text files below some folders, trimmed. */
async function linesIn(folders: readonly string[]): Promise<Set<string>> {
  const lines = new Set<string>();
  for (const folder of folders) {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      const found = isDirectory
        ? await linesIn([path])
        : textLines(await Deno.readTextFile(path));
      for (const line of found) lines.add(line);
    }
  }
  return lines;
}

/** Lines as they stand, and those within a notebook's texts. */
function textLines(text: string): string[] {
  return text.split(/\n|\\n/)
    .map((line) => line.trim().replace(/^"|",?$/g, "").replaceAll('\\"', '"'))
    .filter((line) => line.length >= MIN_LENGTH);
}
