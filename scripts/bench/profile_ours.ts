/** Profiles one workload of this library; prints a {@linkcode Profile} as JSON. */
import { DataLoader } from "mle/data/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { profileOps } from "./op_profile.ts";
import { ourModel } from "./our_model.ts";
import type { Profile } from "./profile.ts";
import { type Job, timeSteps } from "./protocol.ts";

const STEPS = 20;
const MATMUL_SIZE = 2048;

const job = JSON.parse(Deno.args[0]) as Job;
const { batchSize } = job;
const { train } = await readBenchData(job.dataDir, job.model);
const batches = [
  ...new DataLoader(firstPictures(train, 4 * batchSize), {
    batchSize,
  }),
];
const { optimizer, loss } = ourModel(job, train);
const step = (batch: typeof batches[0]) => optimizer.step(() => loss(batch));

await timeSteps(batches, STEPS, step); // warm-up
let next = 0;
const ops = profileOps(() => step(batches[next++ % batches.length]), STEPS);

const profile: Profile = { ...ops, matmulGflops: matmul() };
console.log(JSON.stringify(profile));

/** GFLOP/s of a large matrix product, the best of some. */
function matmul(): number {
  const a = tf.randomNormal([MATMUL_SIZE, MATMUL_SIZE]);
  const times = Array.from({ length: 8 }, () => {
    const startedAt = performance.now();
    tf.matMul(a, a).dispose();
    return performance.now() - startedAt;
  });
  return 2 * MATMUL_SIZE ** 3 / Math.min(...times) / 1e6;
}
