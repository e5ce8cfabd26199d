/** This library as a contender of `deno task bench`; see protocol.ts. */
import { DataLoader } from "mle/data/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { ourModel } from "./our_model.ts";
import { type Job, serve, timeSteps } from "./protocol.ts";

const job = JSON.parse(Deno.args[0]) as Job;
const { batchSize } = job;
const { train, heldOut } = await readBenchData(job.dataDir, job.model);
const batches = [
  ...new DataLoader(firstPictures(train, 4 * batchSize), {
    batchSize,
  }),
];
let ours = ourModel(job, train);

await serve({
  steps: (count) =>
    timeSteps(
      batches,
      count,
      (batch) => ours.optimizer.step(() => ours.loss(batch)),
    ),
  async epoch(pictures) {
    const selected = pictures < train.length
      ? firstPictures(train, pictures)
      : train;
    ours.optimizer[Symbol.dispose]();
    ours.model[Symbol.dispose]();
    ours = ourModel(job, train);
    const trainLoader = new DataLoader(selected, { batchSize, shuffle: true });
    const heldOutLoader = new DataLoader(heldOut, {
      batchSize: heldOut.length,
    });
    const startedAt = performance.now();
    const loss = await ours.epoch(trainLoader, heldOutLoader);
    return { ms: [performance.now() - startedAt], loss };
  },
});
