import { assert, assertEquals } from "@std/assert";
import { instructionSets } from "../../scripts/setup/native_build.ts";
import fixture from "../fixtures/random_shapes.json" with { type: "json" };
import { shareOf } from "../share.ts";
import type { Comparison } from "./random_shapes.ts";

// What glibc checks with each malloc and free; it finds what oneDNN's gradient
// of 1 × 1 kernels with a stride wrote beyond its memory.
const CHECKED_MALLOC = {
  LD_PRELOAD: "libc_malloc_debug.so.0",
  MALLOC_CHECK_: "3",
};

const ways = [
  "0",
  ...instructionSets(Deno.build.arch).map(({ name }) => name),
];
const places = shareOf("random shapes", [...fixture.cases.keys()]);

for (const own of ways) {
  Deno.test(`random shapes and networks, own ops ${own}: PyTorch's numbers, and no memory but their own`, async () => {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        import.meta.resolve("./random_shapes.ts"),
      ],
      env: {
        MLE_OWN_OPS: own,
        ...Deno.build.os === "linux" ? CHECKED_MALLOC : {},
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(places)));
    await writer.close();
    const { success, stdout, stderr } = await child.output();
    const message = new TextDecoder().decode(stderr);
    if (/instructions that this processor has/.test(message)) {
      return console.log(`left out: this processor has no ${own}`);
    }
    assert(success, message);
    const comparison: Comparison = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(comparison, {
      ...own === "0" ? {} : { instructions: own },
      tried: places.length,
      wrong: [],
    });
  });
}
