/** Profiles one workload of this library; prints a {@linkcode Profile} as JSON. */
import { DataLoader } from "mle/data/mod.ts";
import { median } from "simple-statistics";
import { tf } from "mle/tf/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { profileOps } from "./op_profile.ts";
import { ourModel } from "./our_model.ts";
import type { Profile } from "./profile.ts";
import { type Job, timeSteps } from "./protocol.ts";

const WARM_UP_MS = 1500;
const PROFILE_MS = 2000;
const MIN_STEPS = 10;
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

// Enough for the JIT to compile the code that a step of a small model mostly
// runs.
const warmUp: number[] = [];
const startedAt = performance.now();
while (
  warmUp.length === 0 || performance.now() - startedAt < WARM_UP_MS
) {
  const { ms } = await timeSteps(batches, MIN_STEPS, step);
  warmUp.push(median(ms));
}
const steps = Math.max(MIN_STEPS, Math.round(PROFILE_MS / warmUp.at(-1)!));
let next = 0;
const ops = profileOps(() => step(batches[next++ % batches.length]), steps);

const profile: Profile = { ...ops, matmulGflops: matmul() };
console.log(JSON.stringify(profile));

/** GFLOP/s of a large matrix product, the best of several. */
function matmul(): number {
  const a = tf.randomNormal([MATMUL_SIZE, MATMUL_SIZE]);
  const times = Array.from({ length: 8 }, () => {
    const startedAt = performance.now();
    tf.matMul(a, a).dispose();
    return performance.now() - startedAt;
  });
  return 2 * MATMUL_SIZE ** 3 / Math.min(...times) / 1e6;
}
