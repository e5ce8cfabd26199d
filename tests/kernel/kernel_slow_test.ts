import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { drive, type Reply, shown } from "./driven.ts";

const found = await drive("drive.py");

const aborted: Reply = { status: "aborted", outputs: [] };
const stops = "restart the kernel, which loses all variables";

Deno.test("a number that JSON does not know is shown", () => {
  const none = { status: "ok", outputs: [] };
  assertEquals(found.numbers, [
    ...["NaN", "-Infinity", "Infinity", `1${"0".repeat(20)}n`].map(shown),
    shown("-0"),
    none,
    shown("0n"),
    none,
  ]);
});

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
  // Its line came although it was printed just behind another cell.
  assert(found["forever"].startsWith("forever\n"), found["forever"]);
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

Deno.test("what a cell has left behind says which cell it comes from", () => {
  const [loose, next]: Reply[] = found["left behind"];
  assert(loose.outputs.some(([, text]) => /ends with is still/.test(text)));
  const said = next.outputs.map(([, text]) => text).join("")
    .replace(/\[\d+\]/, "[n]");
  assertEquals(
    said,
    "own\n(from cell [n]:)\nloose\n(from this cell:)\nawaited\nown\n",
  );
});

Deno.test("an error that is shown names its cell; causes are shown, too", () => {
  const texts = (row: string) =>
    (found[row] as Reply).outputs.map(([, text]) =>
      text.replaceAll(/\[\d+\]/g, "[n]")
    );
  const trace = "Error: shown\n    at cell [n], line 3";
  const expected = `${trace}\nbehind it\n${trace}`;
  assertEquals(texts("shown error").join(""), expected);
  const [text] = texts("with a cause");
  assertMatch(
    text,
    /^AggregateError: all\n {4}at cell \[n\], line 1 {[^]*Error: one[^]*Error: two\n +at cell \[n\], line 2/,
  );
});

Deno.test("a module that failed to load says that Restart takes it in again", () => {
  const [failed, mended]: Reply[] = found["module"];
  for (const { outputs } of [failed, mended]) {
    assertMatch(
      outputs.at(-1)![1],
      /^Error: top\n.*\.ts:3\n[^]*restart the kernel/,
    );
  }
  assertMatch(mended.outputs[0][1], /^loaded_\d+\.ts has changed since/);
});

Deno.test("whoever opens a page while a cell runs is told so at once", () => {
  assertEquals(found["states"], [
    ["busy", "execute_request"],
    ["busy", "kernel_info_request"],
    ["idle", "kernel_info_request"],
    ["busy", "execute_request"],
    ["idle", "execute_request"],
  ]);
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

Deno.test("nothing is found wrong with what a kernel allows", () => {
  assertEquals(found["no findings"], Array(4).fill(shown("1")));
});

Deno.test("a call whose promise nobody awaits is pointed out", () => {
  const { outputs: [[, text]] }: Reply = found["loose statement"];
  assertMatch(
    text,
    /^Types:\nline 1: .*`await`.*\n {4}later\("a"\);\nTypes are/,
  );
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
  assertEquals(kinds, ["Types:", "c", "new\n"]);
});

Deno.test("no cell waits long for a language server that is stopped or dead", () => {
  const [first, queued]: Reply[] = found["Stop while types are checked"];
  assertEquals(first, shown("'first'".replaceAll("'", '"')));
  assertEquals(queued, aborted);
  assert(found["waited_s"] < 40);
  for (const outputs of found["killed"]) {
    // Knows what cells have declared before it was killed.
    assertMatch(outputs.at(-1)[1], /line 1: .*Did you mean 'toFixed'\?/);
    assert(outputs.length <= 2, outputs.join("\n"));
  }
  const helped: Reply[] = found["stopped helper"];
  assertEquals(helped.map(({ outputs }) => outputs.toSorted()), [
    [
      ["shown", "1"],
      [
        "stderr",
        "Types of this cell are not checked: the language server is not ready.\n",
      ],
    ],
    [["shown", "2"]],
  ]);
});

Deno.test("traces are readable after the helper has been killed", () => {
  const { outputs: [[, trace]] }: Reply = found["helper has ended"];
  assertMatch(trace, /^Error: x\n {4}at cell \[\d+\], line 2$/);
});

Deno.test("a cell may ask the person", () => {
  assertEquals(found["asked"].trim(), "Name?");
  assertEquals(found["answered"], shown('"Ada"'));
  const [question, queued]: Reply[] = found["Stop at a question"];
  assertMatch(question.outputs[0][1], /^Error: Stop was pressed before this/);
  assertEquals(queued, aborted);
  assertEquals(found["asked again"], shown('"next"'));
});

Deno.test("Tab and Shift-Tab give names, signatures and docs", () => {
  assertEquals(found["completion"], ["toFixed"]);
  assertMatch(
    found["documentation"],
    /new Conv2d\(inChannels: number.*\n.*\n.*weight and bias/,
  );
});
