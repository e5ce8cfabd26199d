import { assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";
import { NOTEBOOKS } from "../../scripts/notebooks/sources.ts";

const found = JSON.parse(
  (await runOrThrow({
    program: venvProgram("python"),
    args: [join(import.meta.dirname!, "stops.py")],
    cwd: NOTEBOOKS,
    onlyEnv: pythonEnv(),
  })).stdout,
);

const shown = (text: string) => ["shown", text];

Deno.test("Stop before a training does not stop it, nor does one after", () => {
  assertEquals(found["Stop before"], shown("false"));
  assertEquals(found["Stop after"], { status: "ok", outputs: [shown("true")] });
});

for (const times of [1, 2]) {
  Deno.test(`Stop, pressed ${times} times, ends a training without a bar`, () => {
    assertEquals(found[`${times} times`], ["ok", "aborted", {
      status: "ok",
      outputs: [shown('"true, true, true"')],
    }]);
  });
}

Deno.test("Stop ends all trainings of a cell, and none of the next", () => {
  assertEquals(found["sweep"], shown("[ 0, 0 ]"));
  assertEquals(found["after the sweep"], shown("false"));
  assertEquals(found["last"], shown("false"));
});

Deno.test("Stop ends loops that never listen, and says what remains", () => {
  for (const name of ["deaf", "deaf, with a bar", "evaluation"]) {
    const { status, outputs } = found[name];
    assertEquals(status, "error", name);
    const [kind, trace] = outputs.at(-1);
    assertEquals(kind, "error");
    assertMatch(trace, /^StoppedError: Stop: the (loop|optimizer) .*/);
  }
});

Deno.test("a training that nobody awaits is pointed out, and can be stopped", () => {
  const { outputs } = found["not awaited"];
  assertMatch(outputs.flat().join(""), /was an `await` forgotten\?/);
  assertEquals(found["stopped later"], shown("true"));
  assertEquals(found["stopped as well"], shown("true"));
  assertEquals(found["next"], shown("false"), "that of the next cell goes on");
});
