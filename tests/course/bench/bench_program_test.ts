import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "../../../scripts/shared/paths.ts";

async function bench(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "scripts/course/bench.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

Deno.test("bench --help explains what it measures and its options", async () => {
  const { code, stdout } = await bench("--help");
  assertEquals(code, 0);
  for (
    const text of ["--quick", "--only", "--threads", "--profile", "--sizes"]
      .concat("--readme", "conv-ae-100", "results.jsonl")
  ) {
    assertStringIncludes(stdout, text);
  }
});

Deno.test("bench refuses a wrong command line with exit code 2", async () => {
  const wrong: [args: string[], message: string][] = [
    [["--only", "vgg"], "Allowed choices are cnn, conv-ae-3"],
    [["--threads", "0"], 'Expected an integer from 1 on, got "0".'],
    [["--fast"], "unknown option '--fast'"],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await bench(...args);
    assertEquals([code, stdout], [2, ""], stderr);
    assertStringIncludes(stderr, message);
  }
});
