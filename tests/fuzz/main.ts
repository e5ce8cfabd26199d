/** Attacks readers and programs with seeds until the time is over: `deno task fuzz`. */
import { Command } from "commander";
import { runProgram } from "../../scripts/shared/command_line.ts";
import {
  integerFrom,
  positiveNumber,
} from "../../scripts/shared/number_options.ts";
import { FILE_TARGETS } from "./files.ts";
import { KILL_TARGETS } from "./kills.ts";
import { attackWith } from "./seeds.ts";

const TARGETS = [...FILE_TARGETS, ...KILL_TARGETS];
const ATTACKS_PER_KILL = 20; // for a file is read in milliseconds

const NOTE = `
Targets: ${TARGETS.map(({ name }) => name).join(", ")}.
Each attack follows from its seed alone. A seed that finds something belongs
into KEPT_SEEDS in tests/fuzz/seeds.ts, where the tests try it from then on.`;

const program = new Command("deno task fuzz")
  .description("Attack readers with damaged files, and kill programs.")
  .option("--minutes <n>", "how long", positiveNumber, 10)
  .option(
    "--seed <n>",
    "the first seed; a random one unless given",
    integerFrom(0),
  )
  .option("--only <target>", "one target alone")
  .addHelpText("after", NOTE)
  .action(fuzz);

async function fuzz(
  { minutes, seed, only }: { minutes: number; seed?: number; only?: string },
): Promise<void> {
  const first = seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
  console.log(`From seed ${first} on`);
  const targets = TARGETS.filter(({ name }) => !only || name === only);
  if (targets.length === 0) throw new Error(`There is no target ${only}`);
  const endMs = performance.now() + minutes * 60_000;
  const counts = new Map<string, number>();
  const failures: string[] = [];
  for (let next = first; performance.now() < endMs; next++) {
    for (const target of targets) {
      const isKill = KILL_TARGETS.includes(target);
      if (isKill && !only && next % ATTACKS_PER_KILL !== 0) continue;
      counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
      try {
        await attackWith(target, next);
      } catch (error) {
        failures.push((error as Error).message);
        console.error(error);
      }
    }
  }
  for (const [name, count] of counts) console.log(`${name}: ${count} attacks`);
  if (failures.length > 0) throw new Error(`Found: ${failures.join("; ")}`);
  console.log("Found nothing");
}

await runProgram(program);
