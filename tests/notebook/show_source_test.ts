import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { showSource } from "mle/notebook/mod.ts";
import { DISPLAY } from "mle/display/mod.ts";
import { exportedSources } from "../../lib/notebook/exported_sources.ts";

Deno.test("a file is shown whole", async () => {
  const view = showSource("mle/notebook/duration_text.ts");
  const file = new URL("../../lib/notebook/duration_text.ts", import.meta.url);

  assertEquals(view.source, (await Deno.readTextFile(file)).trimEnd());
  assertEquals(view.title, "mle/notebook/duration_text.ts");
});

Deno.test("an export is found in the file that declares it", () => {
  const view = showSource("mle/notebook/mod.ts", "durationText");

  assertEquals(view.title, "durationText in mle/notebook/duration_text.ts");
  assert(view.source.startsWith("/** A duration as a person reads it"));
  assertStringIncludes(view.source, "export function durationText(");
  assert(view.source.endsWith("\n}"));
  assert(!view.source.includes("function twoDigits"));
});

Deno.test("a notebook folds the source, and its fence holds", () => {
  const view = showSource("mle/notebook/mod.ts", "withProgress");
  const markdown = view[DISPLAY]()["text/markdown"] as string;

  assertMatch(markdown, /^<details[^>]*><summary>Source of withProgress in /);
  // The comment holds an example between fences of three.
  assertStringIncludes(markdown, "\n\n````typescript\n/**\n");
  assertStringIncludes(markdown, "\n}\n````\n\n</details>");
  assertStringIncludes(view[DISPLAY]()["text/plain"] as string, view.source);
});

Deno.test("the working directory does not matter", async () => {
  const code = `
    import { showSource } from "mle/notebook/mod.ts";
    Deno.chdir("/");
    console.log(showSource("mle/notebook/mod.ts").title);`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "mle/notebook/mod.ts\n");
});

Deno.test("what is not there is named, with what is", () => {
  assertThrows(
    () => showSource("mle/notebook/progres.ts"),
    RangeError,
    "Cannot show source of mle/notebook/progres.ts: there is no such file; " +
      "there are mle/notebook/duration_text.ts, ",
  );
  assertThrows(
    () => showSource("mle/notebok/mod.ts"),
    RangeError,
    "there are mle/",
  );
  assertThrows(
    () => showSource("mle/notebook/duration_text.ts", "duration"),
    RangeError,
    "Cannot show source of duration: mle/notebook/duration_text.ts exports durationText",
  );
});

Deno.test("only the library's files are shown", () => {
  for (
    const path of [
      "./lib/plot/mod.ts",
      "mle/../deno.ts",
      "mle/plot",
      "/etc/x.ts",
    ]
  ) {
    assertThrows(
      () => showSource(path),
      TypeError,
      `Cannot show source: expected a path as in mle/sheet/mod.ts, got ${path}`,
    );
  }
});

Deno.test("every form of export is found, and passed on", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/inner.ts`,
      `/** A. */
export const a = 1, b = 2;

/** Not this one. */

/** C. */
export abstract class C<T> {}
interface D {
  d: string;
}
enum E { e }
async function* f() {}
export { type D as Renamed, E, f as "quoted name" };
`,
    );
    await Deno.writeTextFile(
      `${folder}/mod.ts`,
      `export * from "./inner.ts";
export { C as Again } from "./inner.ts";
export { x } from "npm:elsewhere";
export type T = number;
`,
    );
    const texts = Array.from(
      exportedSources(new URL(`file://${folder}/mod.ts`)),
      ([name, { text }]) => [name, text],
    );
    assertEquals(texts, [
      ["a", "/** A. */\nexport const a = 1, b = 2;"],
      ["b", "/** A. */\nexport const a = 1, b = 2;"],
      ["C", "/** C. */\nexport abstract class C<T> {}"],
      ["Renamed", "interface D {\n  d: string;\n}"],
      ["E", "enum E { e }"],
      ["quoted name", "async function* f() {}"],
      ["Again", "/** C. */\nexport abstract class C<T> {}"],
      ["T", "export type T = number;"],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
