import { runsOf } from "../share.ts";
import { KILL_TARGETS } from "./kills.ts";
import { attackWith, KEPT_SEEDS } from "./seeds.ts";

// Together 100 kills in a full run.
const RUNS = runsOf(33);

for (const target of KILL_TARGETS) {
  Deno.test(`fuzz: ${target.name}`, async () => {
    for (const seed of KEPT_SEEDS[target.name] ?? []) {
      await attackWith(target, seed);
    }
    for (let seed = 0; seed < RUNS; seed++) await attackWith(target, seed);
  });
}
