/** Trains the tiny run up to the middle of epoch 4, then waits to be killed. */
import { TinyRun } from "../sheet/tiny_autoencoder.ts";

using run = new TinyRun();
await run.train(1000, {
  checkpointDir: Deno.args[0],
  async onProgress({ epoch, step }) {
    if (epoch !== 4 || step !== 2) return;
    console.log(`epoch ${epoch}, step ${step}`);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
