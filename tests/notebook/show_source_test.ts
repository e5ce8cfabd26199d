import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { showSource } from "mle/notebook/mod.ts";
import { DISPLAY } from "mle/display/mod.ts";

Deno.test("a file is shown whole", async () => {
  const view = showSource("mle/notebook/duration_text.ts");
  const file = new URL("../../lib/notebook/duration_text.ts", import.meta.url);

  const source = (await Deno.readTextFile(file)).trimEnd();
  assertEquals(
    view.bundle["text/plain"],
    `// mle/notebook/duration_text.ts\n${source}`,
  );
});

Deno.test("a notebook shows the source open, and its fence holds", () => {
  const view = showSource("mle/notebook/with_progress.ts");
  const bundle = view[DISPLAY]() as Record<string, string>;
  const markdown = bundle["text/markdown"];

  assertMatch(markdown, /^<div[^>]*>\n\nmle\/notebook\/with_progress\.ts\n\n/);
  // The comment holds an example between fences of three.
  assertStringIncludes(markdown, "\n\n````typescript\nimport ");
  assertStringIncludes(markdown, "\n}\n````\n\n</div>");
  assertStringIncludes(bundle["text/plain"], "\n}");
});

Deno.test("the working directory does not matter", async () => {
  const code = `
    import { showSource } from "mle/notebook/mod.ts";
    Deno.chdir("/");
    console.log(showSource("mle/notebook/mod.ts").bundle["text/plain"]);`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
  }).output();
  assertMatch(
    new TextDecoder().decode(stdout),
    /^\/\/ mle\/notebook\/mod\.ts\n/,
  );
});

Deno.test("what is not there is named, with what is", () => {
  assertThrows(
    () => showSource("mle/notebook/progres.ts"),
    RangeError,
    "Cannot show source of mle/notebook/progres.ts: there is no such file; " +
      "there are mle/notebook/",
  );
  assertThrows(
    () => showSource("mle/notebok/mod.ts"),
    RangeError,
    "there are mle/",
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
      `Cannot show source: expected a path as in mle/nn/conv2d.ts, got ${path}`,
    );
  }
});
