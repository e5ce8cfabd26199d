/** tfjs-node's own layers as a contender of `deno task bench`; see protocol.ts. */
import { DataLoader } from "mle/data/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { firstPictures, readBenchData } from "./data.ts";
import { layersModel } from "./layers_model.ts";
import { type Job, serve, timeSteps } from "./protocol.ts";

const job = JSON.parse(Deno.args[0]) as Job;
const { batchSize } = job;
const { train, heldOut } = await readBenchData(job.dataDir, job.model);
const autoencoder = job.model !== "cnn";
const model = layersModel(job);

/** A whole data set, or its first samples, as one batch. */
function tensorsOf(dataset: typeof train, count = dataset.length) {
  const [batch] = new DataLoader(firstPictures(dataset, count), {
    batchSize: count,
  });
  const target: Tensor = autoencoder ? batch.pictures : batch.labels.toFloat();
  return { x: batch.pictures, y: target };
}

const batches = [0, 1, 2, 3].map((i) => {
  const { x, y } = tensorsOf(train, 4 * batchSize);
  return {
    x: x.slice(i * batchSize, batchSize),
    y: y.slice(i * batchSize, batchSize),
  };
});
const [heldOutTensors, trainTensors] = [tensorsOf(heldOut), tensorsOf(train)];

await serve({
  steps: (count) =>
    timeSteps(batches, count, async ({ x, y }) => {
      const loss = await model.trainOnBatch(x, y);
      return loss as number;
    }),
  async epoch(pictures) {
    const { x, y } = trainTensors;
    const selected = { x: x.slice(0, pictures), y: y.slice(0, pictures) };
    const fresh = layersModel(job);
    const startedAt = performance.now();
    const { history } = await fresh.fit(selected.x, selected.y, {
      batchSize,
      epochs: 1,
      verbose: 0,
      validationData: [heldOutTensors.x, heldOutTensors.y],
    });
    const ms = [performance.now() - startedAt];
    tf.dispose(selected);
    fresh.dispose();
    return { ms, loss: history.loss[0] as number };
  },
});
