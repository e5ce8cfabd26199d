import { runsOf } from "../share.ts";
import { FILE_TARGETS } from "./files.ts";
import { attackWith, KEPT_SEEDS } from "./seeds.ts";

// Together 4,000 files in a full run.
const RUNS = runsOf(570);

for (const target of FILE_TARGETS) {
  Deno.test(`fuzz: ${target.name}`, async () => {
    for (const seed of KEPT_SEEDS[target.name] ?? []) {
      await attackWith(target, seed);
    }
    for (let seed = 0; seed < RUNS; seed++) await attackWith(target, seed);
  });
}
