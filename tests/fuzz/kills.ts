import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { type Splits, writeNpyPictures } from "mle/data/npy_pictures.ts";
import { exists } from "mle/io/mod.ts";
import type { Generator } from "mle/random/generator.ts";
import { ROOT } from "../../scripts/shared/paths.ts";
import { labelsPerClass, plainPictures } from "../data/plain_pictures.ts";
import { FILES_PER_STEP, STEPS } from "../scripts/fake_steps.ts";
import { below } from "./damage.ts";
import type { FuzzTarget } from "./target.ts";

/** Starts a program of the project. */
function start(args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", INIT_CWD: ROOT },
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

async function finish(args: string[]): Promise<void> {
  const { code, stderr } = await start(args).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
}

/** Kills a program at a random moment of the time that it takes. */
async function killSomewhere(
  args: string[],
  durationMs: number,
  generator: Generator,
): Promise<void> {
  const child = start(args);
  await new Promise((go) => setTimeout(go, below(durationMs, generator)));
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it was quicker
  }
  await child.output();
}

const setUp: FuzzTarget = {
  name: "set-up killed",
  async attack(generator, dir) {
    const args = [join(ROOT, "tests", "scripts", "fake_steps.ts"), dir.path];
    for (let kills = 1 + below(3, generator); kills > 0; kills--) {
      await killSomewhere(args, 1000, generator);
    }
    await finish(args);
    for (const name of STEPS) {
      for (let i = 0; i < FILES_PER_STEP; i++) {
        const text = await Deno.readTextFile(dir.at(name, `${i}`));
        assertEquals(text, `${name}\n`);
      }
    }
  },
};

const FORMER = dataSet(7);
const LATTER = dataSet(9);

function dataSet(size: number): Splits {
  const part = (from: number) => {
    const set = plainPictures(labelsPerClass(size), 64);
    set.pixels.forEach((_, i, all) => i % 3 === 1 && (all[i] = from + size));
    return set;
  };
  return { train: part(10), val: part(60), test: part(110) };
}

const data: FuzzTarget = {
  name: "data import killed",
  async attack(generator, dir) {
    for (const [name, set] of [["to", FORMER], ["from", LATTER]] as const) {
      await Deno.mkdir(dir.at(name));
      await writeNpyPictures(dir.at(name), set);
    }
    const files = (folder: string) =>
      Promise.all(
        ["X_train.npy", "Y_val.npy", "X_test.npy"]
          .map(async (file) => (await Deno.stat(dir.at(folder, file))).size),
      );
    const whole = [await files("to"), await files("from")].map(String);
    const args = ["scripts/data.ts", "signs", "--force"]
      .concat(["--from", dir.at("from"), "--to", dir.at("to")]);
    await killSomewhere(args, 1000, generator);
    // Between two renames it is there under another name, which the next finds.
    if (await exists(dir.at("to"))) {
      assert(whole.includes(String(await files("to"))));
    } else {
      assert(dir.names().some((name) => name.endsWith(".old")));
    }
    await finish(args);
    assertEquals(String(await files("to")), whole[1]);
    assertEquals(dir.names(), ["from", "to"]);
  },
};

let weights: Promise<Uint8Array> | undefined;

const training: FuzzTarget = {
  name: "training killed",
  async attack(generator, dir) {
    await Deno.mkdir(dir.at("data"));
    await writeNpyPictures(dir.at("data"), FORMER);
    const args = (out: string) =>
      ["scripts/course/train.ts", "cnn", "--epochs", "2"]
        .concat(["--data", dir.at("data"), "--out", dir.at(out)]);
    weights ??= finish(args("whole")).then(() => lastOf(dir.at("whole")));
    const expected = await weights;
    await killSomewhere(args("out"), 4000, generator);
    const isThere = await exists(dir.at("out"));
    if (!isThere) await finish(args("out"));
    assertEquals(await lastOf(dir.at("out")), expected);
    const names = Array.from(Deno.readDirSync(dir.at("out")), (e) => e.name);
    assertEquals(
      names.sort(),
      ["best.safetensors", "history.csv", "last.safetensors"],
    );
    if (isThere) return; // it was quicker, or killed while it cleared up
    assertEquals(dir.names().filter((name) => name.startsWith("out")), ["out"]);
  },
};

const lastOf = (dir: string): Promise<Uint8Array> =>
  Deno.readFile(join(dir, "last.safetensors"));

/** Programs, killed at random moments. */
export const KILL_TARGETS: readonly FuzzTarget[] = [setUp, data, training];
