import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { ROOT } from "../scripts/shared/paths.ts";

/** As far as we read it. */
interface Package {
  optionalDependencies?: string[];
}

Deno.test("deno.lock names no packages for musl, on which TensorFlow does not run", async () => {
  // npm's registry tells them apart by `libc`, which Deno ignores: it would
  // fetch 160 MB of them on any Linux. Remove what this names from deno.lock,
  // which Deno does not add again.
  const lock = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock")));
  const packages: [string, Package][] = Object.entries(lock.npm);
  const named = packages.flatMap((
    [name, { optionalDependencies = [] }],
  ) => [name, ...optionalDependencies]);
  assertEquals(named.filter((name) => name.includes("musl")), []);
});
