/** What a submission can reach from its kernel: nothing that is not its own. */
import { assert, assertEquals } from "@std/assert";
import { ourCourse } from "../../scripts/course/grade/course.ts";
import { runInSandbox } from "../course/sandbox/run_in_sandbox.ts";
import { printedJson, sandboxTest } from "../course/sandbox/run_cells.ts";
import { type Attempt, ATTEMPTS, SYSTEM_CALLS } from "./reach.ts";

type Went = Record<string, { reached?: unknown; refused?: string }>;

sandboxTest(`${ATTEMPTS.length} attempts reach nothing`, async (t) => {
  const known = Deno.build.arch === "x86_64"
    ? ATTEMPTS
    : ATTEMPTS.filter(({ code }) => !code.includes("SYSTEM_CALLS"));
  const { studentsWorkspace } = await ourCourse();
  const went = await tryAll(known, studentsWorkspace);
  assertEquals(Object.keys(went).length, known.length);
  // What lasts would be there in the next kernel.
  const lasting = known.filter(({ name }) => name.endsWith("that lasts"));
  Object.assign(went, await tryAll(lasting, studentsWorkspace));
  for (const { name } of known) {
    await t.step(name, () => {
      const { reached = null, refused } = went[name];
      assertEquals(reached, null);
      assert(refused !== "SyntaxError" && refused !== "ReferenceError", name);
    });
  }
});

async function tryAll(
  attempts: readonly Attempt[],
  workspace: string,
): Promise<Went> {
  const entries = attempts.map(({ name, code }) =>
    `${JSON.stringify(name)}: async () => { ${code} }`
  );
  const source = `const SYSTEM_CALLS = ${JSON.stringify(SYSTEM_CALLS)};
const went = {};
for (const [name, attempt] of Object.entries({${entries.join(",\n")}})) {
  try { went[name] = { reached: await attempt() }; }
  catch (error) { went[name] = { refused: error.name }; }
}
console.log(JSON.stringify(went));`;
  const { end, cells } = await runInSandbox({
    workspace,
    cells: [{ id: "try", source }],
  });
  assertEquals(end, "finished");
  return printedJson(cells[0]);
}
