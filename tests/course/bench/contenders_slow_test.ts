import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { loadFashionMnist } from "mle/data/mod.ts";
import { writeNpy } from "mle/data/npy.ts";
import { Generator } from "mle/random/mod.ts";
import { ContenderProcess } from "../../../scripts/course/bench/contender_process.ts";
import {
  type Contender,
  CONTENDERS,
} from "../../../scripts/course/bench/contenders.ts";
import { writeWeights } from "../../../scripts/course/bench/data.ts";
import { profile } from "../../../scripts/course/bench/profile.ts";
import { benchPythonStep } from "../../../scripts/course/bench/python_step.ts";
import { measureWholeRuns } from "../../../scripts/course/bench/whole_runs.ts";
import {
  type Workload,
  WORKLOADS,
} from "../../../scripts/course/bench/workloads.ts";
import { isDone } from "../../../scripts/setup/step.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { patienceAmid } from "./fakes.ts";

const generator = new Generator(0);

/** Noise in place of the data sets, in the benchmark's own files. */
async function writeNoise(dir: string): Promise<void> {
  for (
    const [name, shape, classes] of [
      ["signs", [64, 64, 3], 6],
      ["fashion-mnist", [28, 28, 1], 10],
    ] as const
  ) {
    await Deno.mkdir(`${dir}/${name}`);
    const size = shape.reduce<number>((product, dim) => product * dim, 1);
    for (const [split, count] of [["train", 260], ["held_out", 10]] as const) {
      const pixels = generator.uniform(count * size);
      const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
      const file = (what: string) => `${dir}/${name}/${split}_${what}.npy`;
      await writeNpy(file("pictures"), pixels, [count, ...shape]);
      await writeNpy(file("labels"), labels, [count]);
    }
  }
}

const trained = WORKLOADS.filter(({ name }) =>
  ["cnn", "conv-ae-3", "pca-ae"].includes(name)
);
// The benchmark's first run installs PyTorch and JAX.
const installed = await isDone(benchPythonStep);
const jobOf = ({ name, model, latentDim }: Workload, dataDir: string) => ({
  name,
  model,
  latentDim,
  threads: 1, // which wait for no others under load
  dataDir,
});

/** The contenders' losses after some steps from the same start. */
async function losses(contenders: Contender[], dir: string) {
  const found: Record<string, number[]> = {};
  for (const workload of trained) {
    for (const contender of contenders) {
      await using process = await ContenderProcess.start(
        contender,
        jobOf(workload, dir),
      );
      const request = { do: "steps", batchSize: 64, count: 12 } as const;
      const { ms, loss } = await process.ask(request);
      assertEquals(ms.length, 12);
      (found[workload.name] ??= []).push(loss);
    }
  }
  return found;
}

Deno.test("ours trains each model, and from the seed's own start each time", async () => {
  await using dir = await temporaryFolder();
  await writeNoise(dir.path);
  const ours = CONTENDERS.filter(({ role }) => role === "ours");
  const found = await losses(ours, dir.path);
  for (const [native, avx2] of Object.values(found)) {
    assert(native > 0 && native < 3, `${native}`);
    assertAlmostEquals(avx2, native, 1e-3 * native);
  }
  await using process = await ContenderProcess.start(
    ours[0],
    jobOf(trained[2], dir.path),
  );
  const request = { do: "epoch", batchSize: 64, pictures: 100 } as const;
  const first = await process.ask(request);
  const inferred = await process.ask({ do: "infer", batchSize: 300, count: 2 });
  assertEquals([first.ms.length, inferred.ms.length], [1, 2]);
  assertEquals((await process.ask(request)).loss, first.loss);
});

Deno.test({
  name: "PyTorch, fused Adam, AVX2 and JAX take the same steps as ours",
  ignore: !installed,
  async fn() {
    await using dir = await temporaryFolder();
    await writeNoise(dir.path);
    for (const workload of trained) await writeWeights(dir.path, workload);
    const found = await losses([...CONTENDERS], dir.path);
    for (const [name, [ours, ...theirs]] of Object.entries(found)) {
      assertEquals(theirs.length, CONTENDERS.length - 1);
      for (const [i, loss] of theirs.entries()) {
        const message = `${name}, ${CONTENDERS[i + 1].name}`;
        assertAlmostEquals(loss, ours, 1e-3 * ours, message);
      }
    }
  },
});

Deno.test({
  name: "PyTorch's whole run trains as deno task train does",
  ignore: !installed,
  async fn() {
    const { origin } = await loadFashionMnist();
    await using dir = await temporaryFolder();
    const workload = { ...trained[2], runEpochs: 1 };
    const setting = {
      rounds: 1,
      threads: 1,
      origins: { words: [], fashionMnist: origin },
      dir: dir.path,
    };
    const quiet = patienceAmid([]);
    const figures = await measureWholeRuns(workload, setting, quiet, () => {});
    assertEquals(figures.map(({ what }) => what), [
      "deno task train",
      ...Deno.build.os === "linux"
        ? ["memory of deno task train" as const]
        : [],
    ]);
    assert(figures.every(({ ours, theirs }) => ours > 0 && theirs > 0));
    const rows = async (name: string) =>
      (await Deno.readTextFile(`${dir.path}/${name}/history.csv`))
        .trim().split("\n").map((line) => line.trim().split(","));
    const [names, ours] = await rows("ours");
    const [, theirs] = await rows("torch");
    const loss = Number(ours[names.indexOf("meanBatchLoss")]);
    assertAlmostEquals(Number(theirs[1]), loss, 1e-4);
  },
});

Deno.test("a step of ours is profiled", async () => {
  await using dir = await temporaryFolder();
  await writeNoise(dir.path);
  const setting = { threads: 2, dataDir: dir.path };
  const found = await profile(trained[2], setting);
  // Two products forward; backward one for the code and two for the weights.
  const flop = found.ops.reduce((sum, { flop }) => sum + flop, 0);
  assertEquals(Math.round(flop), 5 * 2 * 64 * 784 * 10);
  assert(found.stepMs > 0 && found.matmulGflops > 0 && found.readGbs > 0);
});
