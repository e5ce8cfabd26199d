import { assert, assertEquals, assertMatch } from "@std/assert";
import { drive, type Reply, shown } from "./driven.ts";

const found = await drive("limits.py");

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
  const [display, result, buffers, comm, error, after]: Reply[] = found["big"];
  for (const { status, outputs: [[, text]] } of [display, result, buffers]) {
    assertEquals(status, "ok");
    assertMatch(text, /this display of (50|30) MB is left out/);
  }
  assertMatch(comm.outputs[0][1], /Cannot send "comm_msg".* 30 MB/);
  assertMatch(error.outputs[0][1], /x\n {4}at cell \[\d+\], line 1$/);
  assertEquals(after, shown('"after"'));
});

Deno.test("of too many displays and streams the first are shown, and the rest counted", () => {
  const [many, large]: string[][] = found["many displays"];
  assertEquals(many.length, 1002);
  assertMatch(many.at(-1)!, /2,000 more displays left out/);
  assertEquals(large.length, 21);
  assertMatch(large.at(-1)!, /11 more displays left out/);
  for (const shown of [many, large]) assertEquals(shown.at(-2), '"result"');
  const [messages, characters, last] = found["many streams"];
  assert(messages < 1000, `${messages} messages`); // they are gathered
  assertEquals(characters, 1_000_000);
  assertMatch(last, /500,000 more characters left out/);
});

Deno.test("what is no display says so", () => {
  const { status, outputs: [[, text]] }: Reply = found["no display"];
  assertEquals(status, "error");
  assertMatch(text, /^TypeError: Cannot display this: expected .*received 5/);
});

Deno.test("what is thrown and is no error reads as what it is", () => {
  const texts = (found["thrown"] as Reply[]).map(({ outputs }) =>
    outputs[0][1]
  );
  const unknown = "Uncaught null, undefined or a BigInt"; // Deno tells no more
  assertEquals(texts, [
    unknown,
    unknown,
    unknown,
    'Uncaught "a text"',
    "Uncaught { a: 1 }",
  ]);
});

Deno.test("unusual cells: a first line of #!, decorators, half a character", () => {
  assertEquals(found["first line"], shown("42"));
  const [decorated, next, surrogate] = ["decorated", "behind it", "surrogate"]
    .map((row) => (found[row] as Reply).outputs[0][1]);
  assertMatch(
    decorated,
    /^Error: decorating\n {4}at .*\(cell \[\d+\], line 2\)$/,
  );
  assertMatch(next, /^Error: next\n {4}at cell \[\d+\], line 1$/);
  assertMatch(surrogate, /^Deno could not .* hand on its value/);
});

Deno.test("what our own code uses may be declared again; what Deno's uses may not", () => {
  const [result, failed, symbol]: Reply[] = found["names of ours"];
  assertEquals(result, shown("7"));
  assertMatch(failed.outputs[0][1], /^Error: x\n {4}at cell \[\d+\], line 1$/);
  assertEquals(symbol, shown("1"));
  assertMatch(
    found["names of Deno's"].outputs[0][1],
    /^SyntaxError: Identifier 'JSON' has already been declared/,
  );
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
