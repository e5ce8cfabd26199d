/** This library as a contender of `deno task bench`; see protocol.ts. */
import { Batch, DataLoader } from "mle/data/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { ourModel } from "./our_model.ts";
import { poolingSteps } from "./pooling.ts";
import { type Job, type Reply, serve, timeSteps } from "./protocol.ts";

const job = JSON.parse(Deno.args[0]) as Job;
if (job.model === "pooling") {
  const steps = poolingSteps();
  await serve((request) => steps("count" in request ? request.count : 1));
} else {
  await serveModel();
}

async function serveModel(): Promise<void> {
  const { train, heldOut } = await readBenchData(job.dataDir, job.model);
  let ours = ourModel(job, train);
  let made: { size: number; batches: Batch[] } = { size: 0, batches: [] };

  /** Four batches of the first pictures, from the start if there are too few. */
  function batches(size: number): Batch[] {
    if (made.size === size) return made.batches;
    for (const batch of made.batches) batch[Symbol.dispose]();
    const place = (i: number) =>
      Int32Array.from(
        { length: size },
        (_, j) => (i * size + j) % train.length,
      );
    made = {
      size,
      batches: [0, 1, 2, 3].map((i) => new Batch(train, place(i))),
    };
    return made.batches;
  }

  async function epoch(batchSize: number, pictures: number): Promise<Reply> {
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
  }

  await serve((request) => {
    switch (request.do) {
      case "steps":
        ours.model.train();
        return timeSteps(
          batches(request.batchSize),
          request.count,
          (batch) => ours.optimizer.step(() => ours.loss(batch)),
        );
      case "infer":
        ours.model.eval();
        return timeSteps(batches(request.batchSize), request.count, (batch) => {
          tf.tidy(() => void ours.forward(batch.pictures));
          return 0;
        });
      case "epoch":
        return epoch(request.batchSize, request.pictures);
    }
  });
}
