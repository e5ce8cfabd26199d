import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { VENV, venvProgram } from "../../scripts/shared/paths.ts";
import { pythonEnv } from "../../scripts/shared/python_env.ts";

interface Reply {
  status: string;
  outputs: [kind: string, text: string][];
}

type Found =
  & { folder: string }
  & Record<
    "unheard" | "heard" | "training" | "trained" | "state" | "color",
    Reply
  >;

Deno.test("the kernel survives Stop, which leaves what training has done, writes plain text, and leaves the user's folders alone", async () => {
  const home = await Deno.makeTempDir();
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: [join(import.meta.dirname!, "drive_kernel.py")],
    onlyEnv: { ...pythonEnv(), HOME: home },
  });
  const found: Found = JSON.parse(stdout);
  const { folder, unheard, heard, training, trained, state, color } = found;
  assertEquals(folder, join(VENV, "share", "jupyter", "kernels", "mle-deno"));
  assertEquals(unheard, {
    status: "ok",
    outputs: [["stdout", "waiting\n"], ["result", '"waited"']],
  });
  assertEquals(heard, {
    status: "ok",
    outputs: [["stdout", "looping\n"], ["result", '"stopped"']],
  });
  assertEquals(training, {
    status: "ok",
    outputs: [["stdout", "epoch 3\n"], ["result", "true"]],
  });
  assertEquals(trained.outputs, [["result", "[ true, true, true ]"]]);
  assertEquals(state.outputs, [["result", "42"]]);
  assertEquals(color.outputs, [
    ["stdout", "{ a: 1 } text\n"],
    ["result", "{ b: null }"],
  ]);
  const traces = (await filesIn(home)).filter((file) => /upyter/.test(file));
  assertEquals(traces, []);
  await Deno.remove(home, { recursive: true });
});

Deno.test("what the user has set for other Jupyters does not reach ours", () => {
  Deno.env.set("JUPYTER_PATH", "/elsewhere");
  Deno.env.set("PYTHONPATH", "/elsewhere");
  try {
    const env = pythonEnv();
    assertEquals(env.JUPYTER_PATH, undefined);
    assertEquals(env.PYTHONPATH, undefined);
    assertEquals(env.JUPYTER_CONFIG_DIR.startsWith(VENV), true);
    assertEquals(env.HOME, Deno.env.get("HOME"));
  } finally {
    Deno.env.delete("JUPYTER_PATH");
    Deno.env.delete("PYTHONPATH");
  }
});

async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    files.push(...isDirectory ? await filesIn(path) : [path]);
  }
  return files;
}
