import { assert, assertEquals } from "@std/assert";
import { writeNpy } from "mle/data/npy.ts";
import { Generator } from "mle/random/mod.ts";
import { ContenderProcess } from "../../../scripts/course/bench/contender_process.ts";
import { CONTENDERS } from "../../../scripts/course/bench/contenders.ts";
import { flopOfStep, profile } from "../../../scripts/course/bench/profile.ts";
import { WORKLOADS } from "../../../scripts/course/bench/workloads.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

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

const [cnn, convAutoencoder, , , pcaAutoencoder] = WORKLOADS;
const withoutTorch = CONTENDERS.filter(({ torch }) => !torch);

for (const contender of withoutTorch) {
  Deno.test(`${contender.name} trains each model when asked to`, async () => {
    await using dir = await temporaryFolder();
    await writeNoise(dir.path);
    for (const { model, latentDim } of [cnn, convAutoencoder, pcaAutoencoder]) {
      await using process = await ContenderProcess.start(contender, {
        model,
        latentDim,
        batchSize: 64,
        threads: 2,
        dataDir: dir.path,
      });
      const steps = await process.ask({ do: "steps", count: 12 });
      assertEquals(steps.ms.length, 12);
      assert(steps.loss > 0 && steps.loss < 3, `${model}: ${steps.loss}`);
      const first = await process.ask({ do: "epoch", pictures: 100 });
      const second = await process.ask({ do: "epoch", pictures: 100 });
      assert(first.ms[0] > 0);
      if (contender.name !== "mle") continue;
      // From the seed's own start each time, whatever was trained before.
      assertEquals(first.loss, second.loss);
    }
  });
}

Deno.test("a step of ours is profiled", async () => {
  await using dir = await temporaryFolder();
  await writeNoise(dir.path);
  const found = await profile({
    model: "pca-ae",
    latentDim: 10,
    batchSize: 64,
    variant: "",
    threads: 2,
    dataDir: dir.path,
  });
  // Two products forward; backward one for the code and two for the weights.
  assertEquals(Math.round(flopOfStep(found)), 5 * 2 * 64 * 784 * 10);
  assert(found.stepMs > 0 && found.matmulGflops > 0);
});
