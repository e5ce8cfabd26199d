/** Profiles one workload of this library; prints a {@linkcode Profile} as JSON. */
import { DataLoader } from "mle/data/mod.ts";
import { median } from "simple-statistics";
import { tf } from "mle/tf/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { profileOps } from "./op_profile.ts";
import { ourModel } from "./our_model.ts";
import type { Profile } from "./profile.ts";
import { type Job, timeSteps } from "./protocol.ts";
import { BATCH_SIZE } from "./workloads.ts";

const WARM_UP_MS = 1500;
const PROFILE_MS = 2000;
const MIN_STEPS = 10;
const MATMUL_SIZE = 2048;
const READ_SIZE = 64 << 20;

const job = JSON.parse(Deno.args[0]) as Job;
const { train } = await readBenchData(job.dataDir, job.model);
const batches = [
  ...new DataLoader(firstPictures(train, 4 * BATCH_SIZE), {
    batchSize: BATCH_SIZE,
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
  const { ms } = timeSteps(batches, MIN_STEPS, step);
  warmUp.push(median(ms));
}
const steps = Math.max(MIN_STEPS, Math.round(PROFILE_MS / warmUp.at(-1)!));
let next = 0;
const ops = profileOps(() => step(batches[next++ % batches.length]), steps);

const profile: Profile = {
  ...ops,
  matmulGflops: 2 * MATMUL_SIZE ** 3 / fastestMs(matmul) / 1e6,
  readGbs: 4 * READ_SIZE / fastestMs(read) / 1e6,
};
console.log(JSON.stringify(profile));

function matmul() {
  const a = tf.randomNormal([MATMUL_SIZE, MATMUL_SIZE]);
  return () => tf.matMul(a, a);
}

/** Reads an array that fits no cache. */
function read() {
  const a = tf.ones([READ_SIZE]);
  return () => tf.sum(a);
}

/** The milliseconds of something, the best of several times. */
function fastestMs(prepare: () => () => tf.Tensor): number {
  const compute = prepare();
  const times = Array.from({ length: 8 }, () => {
    const startedAt = performance.now();
    compute().dispose();
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}
