import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import {
  readmeSection,
  withSection,
} from "../../../scripts/course/bench/readme.ts";
import { report, slowerText } from "../../../scripts/course/bench/report.ts";
import {
  appendResult,
  readResults,
  resultBefore,
  RESULTS,
  slowerThan,
} from "../../../scripts/course/bench/results.ts";
import { formatTable } from "../../../scripts/course/bench/table.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { benchResult, figure } from "./fakes.ts";

Deno.test("results are appended, one line a run, and read again", async () => {
  await using dir = await temporaryFolder();
  const path = join(dir.path, "results.jsonl");
  assertEquals(await readResults(path), []);
  const [first, second] = [benchResult(), benchResult({ commit: "b+" })];
  await appendResult(path, first);
  await appendResult(path, second);
  assertEquals(await readResults(path), [first, second]);
  assertEquals((await Deno.readTextFile(path)).split("\n").length, 3);
});

Deno.test("a run is compared with the machine's last one with as many threads", () => {
  const results = [
    benchResult({ commit: "a" }),
    benchResult({ commit: "b" }),
    benchResult({ commit: "c", machine: "Another, 8 cores" }),
    benchResult({ commit: "d", threads: 1 }),
  ];
  assertEquals(resultBefore(results, benchResult())?.commit, "b");
  assertEquals(resultBefore([], benchResult()), undefined);
});

Deno.test("what became more than 5 % slower is told by its ratio", () => {
  const before = [
    figure("step", "CNN", 10, 20),
    figure("step", "PCA AE", 10, 20),
    figure("epoch", "CNN", 10, 20),
  ];
  const now = [
    figure("step", "CNN", 22, 40), // 0.55, also twice as slow as before
    figure("step", "PCA AE", 10.4, 20),
    figure("epoch", "CNN", 5, 20),
    figure("step, JAX", "CNN", 5, 2),
  ];
  const slower = slowerThan(before, now);
  assertEquals(slower.map(({ now }) => [now.what, now.of]), [["step", "CNN"]]);
  const text = slowerText(slower, benchResult());
  assertStringIncludes(text, "since 2026-01-02 03:04, commit 0123456789");
  assertStringIncludes(text, "- step, CNN: 0.50 → 0.55");
  assertStringIncludes(slowerText([], benchResult()), "Nothing became more");
});

Deno.test("a table is Markdown, numbers to the right", () => {
  assertEquals(
    formatTable(["model", "ms"], [["CNN", "1.25"], ["Conv AE", "10"]]),
    [
      "| model   |   ms |",
      "| ------- | ---: |",
      "| CNN     | 1.25 |",
      "| Conv AE |   10 |",
    ].join("\n"),
  );
});

Deno.test("the report has the machine, the figures with their load, the goals and the failures", () => {
  const text = report(benchResult());
  for (
    const part of [
      "2026-01-02 03:04 UTC, A processor, 2 cores, 2 threads, commit " +
      "0123456789; load before 0.25",
      "| CNN   | mle       |     6.50 |      7.00 | 0.500 | 1.0500 |   0.01 |",
      "| 0.300 ms | 0.600 ms |  0.50 | 0.30 ! |",
      "| step, JAX                 | PCA AE, d = 10 |   1.50 | ≤ 0.90 | missed |",
      "| memory of deno task train | CNN            |   0.83 | ≤ 1.00 | met    |",
      "- JAX (jit), CNN: No module named 'jax'",
    ]
  ) {
    assertStringIncludes(text, part);
  }
});

Deno.test("the README's section marks what was disturbed and says what was not measured", () => {
  const section = readmeSection(benchResult());
  const cells = section.split("\n")
    .filter((line) => line.startsWith("| PCA AE"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  assertEquals(cells[0].slice(1, 7), [
    "PCA AE, d = 10",
    "0.300 ms",
    "0.600 ms",
    "0.50\\*",
    "",
    "1.50",
  ]);
  assertStringIncludes(section, "\\* Other processes used more");
  assertStringIncludes(section, "JAX (jit) could not be measured on CNN");
  assertStringIncludes(section, "takes 20 minutes here, and 60 with PyTorch");
  const text = withSection("a\n<!-- bench -->\nold\n<!-- /bench -->\nb", "new");
  assertEquals(text, "a\n<!-- bench -->\n\nnew\n\n<!-- /bench -->\nb");
});

const results = await readResults(RESULTS);

Deno.test({
  name: "the README has the figures of the last full run",
  ignore: results.length === 0,
  async fn() {
    const readme = await Deno.readTextFile(join(ROOT, "README.md"));
    const wanted = withSection(readme, readmeSection(results.at(-1)!));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--ext", "md", "-"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const written = writer.write(new TextEncoder().encode(wanted))
      .then(() => writer.close());
    const { success, stdout } = await child.output();
    await written;
    assert(success);
    assertEquals(
      readme,
      new TextDecoder().decode(stdout),
      "run deno task bench --readme",
    );
  },
});
