import { assert, assertEquals } from "@std/assert";
import { Adam } from "mle/optim/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { trainClassifier } from "mle/sheet/mod.ts";
import { Echo, loaderOf, probabilities } from "../train/rigged.ts";

const loader = loaderOf(probabilities([0.5, 0.5, 0.5]), 1);
const loaders = { trainLoader: loader, valLoader: loader, print: () => {} };

Deno.test("stopped within an epoch, training leaves the whole epochs and a model", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const stop = new AbortController();
  let steps = 0;
  const { history, bestEpoch, bestStateDict, stopped } =
    await assertNoTensorsLeft(() =>
      trainClassifier(model, {
        ...loaders,
        optimizer,
        epochs: 5,
        signal: stop.signal,
        onProgress({ epoch, step }) {
          steps++;
          if (epoch === 2 && step === 2) stop.abort();
        },
      })
    );
  assertEquals(steps, 3 + 2, "no step after the signal");
  assertEquals(stopped, true);
  assertEquals(history.map(({ epoch }) => epoch), [1]);
  assertEquals(bestEpoch, history[0]);
  model.loadStateDict(bestStateDict!);
  tf.tidy(() => {
    const y = model.eval().forward(tf.zeros([1, 1, 1, 2]));
    assertEquals([...y.dataSync()], [0, 0]);
  });
});

Deno.test("stopped before it starts, training changes nothing", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const before = [model.stateDict(), optimizer.stateDict()];
  const result = await assertNoTensorsLeft(() =>
    trainClassifier(model, {
      ...loaders,
      optimizer,
      epochs: 5,
      signal: AbortSignal.abort(),
    })
  );
  assertEquals(result, { history: [], stopped: true });
  assertEquals([model.stateDict(), optimizer.stateDict()], before);
});

Deno.test("a timer can stop training, however short the epochs are", async () => {
  using model = new Echo();
  using optimizer = new Adam(model.parameters());
  const stop = new AbortController();
  setTimeout(() => stop.abort());
  const { history, stopped } = await trainClassifier(model, {
    ...loaders,
    optimizer,
    epochs: 100,
    signal: stop.signal,
    onProgress() {
      const end = performance.now() + 5;
      while (performance.now() < end); // a step of 5 ms
    },
  });
  assert(stopped, `went on for ${history.length} epochs`);
});
