import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";

interface Reply {
  status: string;
  outputs: [kind: string, text: string][];
}

// deno-lint-ignore no-explicit-any -- each entry has the shape that its test says
type Found = Record<string, any>;

const found: Found = JSON.parse(
  (await runOrThrow({
    program: venvProgram("python"),
    args: [join(import.meta.dirname!, "drive.py")],
    cwd: NOTEBOOKS,
    onlyEnv: pythonEnv(),
  })).stdout,
);

const shown = (text: string): Reply => ({
  status: "ok",
  outputs: [["shown", text]],
});
const aborted: Reply = { status: "aborted", outputs: [] };
const stops = "restart the kernel, which loses all variables";

Deno.test("what the kernel says of its language is what notebooks hold", async () => {
  for await (const { name } of Deno.readDir(NOTEBOOKS)) {
    if (!name.endsWith(".ipynb")) continue;
    const notebook = JSON.parse(await Deno.readTextFile(join(NOTEBOOKS, name)));
    assertEquals(found.info, notebook.metadata.language_info);
  }
});

Deno.test("what nobody knows is answered, and holds nothing up", () => {
  assertEquals(found.unknown, "error");
});

Deno.test("Stop ends training, aborts what was queued, and never the kernel", () => {
  assertEquals(found["after idle Stop"], shown("42"));
  const [training, queued]: Reply[] = found["stopped training"];
  assertEquals(training.status, "ok");
  assertEquals(queued, aborted);
  assertEquals(found["kept"], shown("true"));
  assertEquals(found["after Stop after training"], shown("true"));
});

Deno.test("where errors are allowed, what is queued goes on after Stop", () => {
  const [training, queued]: Reply[] = found["errors allowed"];
  assertEquals(training.status, "ok");
  assertEquals(queued, shown('"went on"'));
});

Deno.test("what does not stop says so, and what to do", () => {
  const { status, outputs }: Reply = found["does not listen"];
  assertEquals(status, "ok");
  assertEquals(outputs.map(([kind]) => kind), ["stdout", "stderr", "shown"]);
  assert(outputs[1][1].includes(stops));
  assert(found["forever"].includes(stops));
  assertEquals(found["restarted"], shown('"undefined"'));
});

Deno.test("an error aborts what is queued", () => {
  const [failed, queued]: Reply[] = found["queue after an error"];
  assertEquals(failed.status, "error");
  assertEquals(queued, aborted);
});

Deno.test("a trace names cells, the person's lines, and the library", () => {
  const traceOf = (row: string) =>
    (found[row] as Reply).outputs[0][1].replaceAll(/\[\d+\]/g, "[n]")
      .split("\n");
  assertEquals(traceOf("trace"), [
    "RangeError: line 16",
    "    at fails (cell [n], line 16)",
    "    at cell [n], line 1",
  ]);
  const [, check, layer, cell] = traceOf("library's trace");
  assertMatch(check, /^ {4}at requireWhole \(mle\/ops\/options\.ts:\d+\)$/);
  assertMatch(layer, /^ {4}at new Conv2d \(mle\/nn\/conv2d\.ts:\d+\)$/);
  assertEquals(cell, "    at cell [n], line 2");
  assertEquals(traceOf("refused"), [
    "NotFound: No such file or directory (os error 2): stat 'nowhere'",
    "    at cell [n], line 1",
  ]);
  assertEquals(traceOf("syntax").at(-1), "    at cell [n], line 2");
  assertMatch(
    traceOf("syntax, line 1").join("\n"),
    /^SyntaxError: Expression expected\n *1 \| const broken = ;\n *: {16}\^\n/,
  );
});

Deno.test("what fails while nobody waits is shown", () => {
  const { outputs: [[kind, timer]] }: Reply = found["timer"];
  assertEquals(kind, "stderr");
  assertMatch(timer, /in a timer .*\nError: late\n.*cell \[\d+\], line 1/);
  const [, rejection] = (found["rejection"] as Reply).outputs
    .find(([kind]) => kind === "stderr")!; // before or after the result
  assertMatch(rejection, /await[^]*\nError: nobody waits\n.*line 1/);
  const unawaited = (found["unawaited"] as Reply).outputs
    .map(([, text]) => text); // what it prints itself comes before or after
  assert(
    unawaited.some((text) => /^`unawaited` is still .*`await`/.test(text)),
    unawaited.join(""),
  );
});

Deno.test("of a million lines the first thousands are shown, and the rest counted", () => {
  assert(found["flood"].lines < 5_010);
  assertMatch(found["flood"].last[1], /995,000 more lines left out/);
  assertMatch(found["one line left out"][1], / 1 more line left out/);
});

Deno.test("what is written past the console is shown as well", () => {
  const { outputs }: Reply = found["written"];
  const textOf = (name: string) =>
    outputs.filter(([kind]) => kind === name).map(([, text]) => text).join("");
  assertEquals(textOf("stdout"), "größer\nfrom Node\ngrößer\n");
  assertEquals(textOf("stderr"), "größer\n");
});

Deno.test("what children and Node write is shown, up to a limit", () => {
  const { status, outputs }: Reply = found["written by others"];
  assertEquals(status, "ok");
  const text = outputs.map(([, text]) => text).join("");
  assertEquals(text.slice(0, 27), "größer\nto stderr\nchild\ny\ny\n");
  assert(text.length < 100_200);
  assertMatch(text.slice(-200), /the rest is left out/);
});

Deno.test("what no page can show is left out, with a word", () => {
  const [line, word] = (found["long line"] as Reply).outputs.map(([, text]) =>
    text
  );
  assertEquals(line, "x".repeat(1_000_000));
  assertMatch(word, /49,000,001 more characters left out/);
  const [display, result, after]: Reply[] = found["big"];
  for (const { status, outputs: [[, text]] } of [display, result]) {
    assertEquals(status, "ok");
    assertMatch(text, /this display of 50 MB is left out/);
  }
  assertEquals(after, shown('"after"'));
});

Deno.test("what is thrown and is no error reads as what it is", () => {
  const texts = (found["thrown"] as Reply[]).map(({ outputs }) =>
    outputs[0][1]
  );
  // Deno hands on `undefined` as null.
  assertEquals(texts[1].replace("undefined", "null"), "Uncaught null");
  assertEquals(texts.toSpliced(1, 1), [
    "Uncaught null",
    'Uncaught "a text"',
    "Uncaught { a: 1 }",
  ]);
});

Deno.test("an error without places is not taken for what was asked about before", () => {
  const { outputs: [[, text]] }: Reply = found["an error without places"];
  assertMatch(text, /^AggregateError: All promises were rejected/);
});

Deno.test("a burst of displays arrives whole and in order", () => {
  const all = Array.from({ length: 1000 }, (_, i) => `${i + 1}`);
  for (const burst of found["bursts"]) {
    assertEquals(burst.filter((text: string) => text !== "0"), all);
  }
});

Deno.test("a library file that has changed is named once", () => {
  const [first, second]: Reply[] = found["changed"];
  assertMatch(first.outputs[0][1], /^mle\/notebook\/duration_text\.ts has .*/);
  assertEquals(second, shown("2"));
});

Deno.test("errors of type stand above a cell's outputs, for editors alone", () => {
  assertEquals(found["no id"], { status: "ok", outputs: [] });
  // The checker itself fails on that cell, and goes on with the next.
  assertEquals(found["not to be checked"], shown("5"));
  const { status, outputs }: Reply = found["types"];
  assertEquals(status, "ok");
  assertMatch(
    outputs[0][1],
    /^Types:\nline 2: Type 'string' is not .*\n {4}const typed: number = "text";\n.*MLE_TYPE_CHECK=0/,
  );
  assertEquals(outputs[1], ["stdout", "out\n"]);
  assertEquals(found["mended"].outputs, [["stdout", "out\n"]]);
  assertMatch(found["next cell"].outputs[0][1], /Did you mean 'toFixed'\?/);
});

Deno.test("what is global may be imported under its name", () => {
  assertEquals(found["global import"], shown("true"));
});

Deno.test("a finding disturbs neither what is cleared nor what is sent", () => {
  for (const { status, outputs } of found["lines' ends"] as Reply[]) {
    assertEquals(status, "ok");
    assertMatch(outputs[0][1], /^Types:\nline 3: .*\n {4}const n\d:/);
  }
  const kinds = (found["cleared"] as Reply).outputs.map(([kind, text]) =>
    kind === "shown" ? text.slice(0, 6) : text
  );
  assertEquals(kinds, ["c", "Types:", "new\n"]); // the comm came before
});

Deno.test("no cell waits long for a language server that is stopped or dead", () => {
  const [first, queued]: Reply[] = found["Stop while types are checked"];
  assertEquals(first, shown("'first'".replaceAll("'", '"')));
  assertEquals(queued, aborted);
  assert(found["waited_s"] < 40);
  const [told, silent]: Reply[] = found["no server"];
  assertEquals(told.status, "ok");
  assertEquals(told.outputs.toSorted(), [
    ["shown", "1"],
    ["stderr", "Types are not checked: the language server has ended.\n"],
  ]);
  assertEquals(silent, shown("2"));
});

Deno.test("traces are readable after the helper has been killed", () => {
  const { outputs: [[, trace]] }: Reply = found["helper has ended"];
  assertMatch(trace, /^Error: x\n {4}at cell \[\d+\], line 2$/);
});

Deno.test("a cell may ask the person", () => {
  assertEquals(found["asked"].trim(), "Name?");
  assertEquals(found["answered"], shown('"Ada"'));
});

Deno.test("Tab and Shift-Tab give names, signatures and docs", () => {
  assertEquals(found["completion"], ["toFixed"]);
  assertMatch(
    found["documentation"],
    /new Conv2d\(inChannels: number.*\n.*\n.*weight and bias/,
  );
});
