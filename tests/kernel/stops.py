"""Stops trainings that show no progress, and prints what came, as JSON."""

import json
import sys

from cells import PATIENCE_S, client, collect, manager, run, send

PREPARATION = """import { Adam } from "mle/optim/mod.ts";
import { DataLoader } from "mle/data/mod.ts";
import { manualSeed, rand } from "mle/random/mod.ts";
import {
  CnnClassifier,
  ConvAutoencoder,
  PcaAutoencoder,
  PictureDataset,
  trainAutoencoder,
  trainClassifier,
} from "mle/sheet/mod.ts";
import { evaluateAutoencoder } from "mle/train/mod.ts";
import { stopCount } from "mle/stop/mod.ts";
import { nllLoss } from "mle/ops/mod.ts";
import type { Tensor } from "mle/tf/mod.ts";
import { withProgress } from "mle/notebook/mod.ts";

manualSeed(1);
const loaderOf = (count: number, shape: [number, number, number]) => {
  const [height, width, channels] = shape;
  const pixels = rand([count, height, width, channels]).data;
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 6);
  const dataset = new PictureDataset(pixels, labels, shape);
  return new DataLoader(dataset, { batchSize: 8 });
};
const loader = loaderOf(24, [64, 64, 3]);
const greyLoader = loaderOf(24, [28, 28, 1]);
const classify = (network: CnnClassifier, epochs = Infinity) =>
  trainClassifier(network, {
    trainLoader: loader,
    valLoader: loader,
    optimizer: new Adam(network.parameters()),
    epochs,
  });
const encode = (latentDim: number) => {
  const model = new ConvAutoencoder(latentDim);
  return trainAutoencoder(model, {
    trainLoader: greyLoader,
    testLoader: greyLoader,
    optimizer: new Adam(model.parameters()),
    epochs: Infinity,
  });
};
const network = new CnnClassifier();
let stops = stopCount();"""

SUMMARY = """const epochs = result.history.length;
const has = result.bestEpoch !== undefined;
`${result.stopped}, ${epochs >= 2 && epochs < 1000}, ${has}`"""

# A loop that nobody has told of Stop, and which gives the event loop no turn, so
# that nothing of it would be seen from here.
DEAF = """
  const optimizer = new Adam(network.parameters());
  for (let pass = 1; pass < 10_000; pass++) {
    for (using batch of loader) {
      optimizer.step(() => nllLoss(network.forward(batch.pictures), batch.labels));
      if (pass === 1 && batch.indices[0] === 0) Deno.kill(Deno.pid, "SIGINT");
    }
  }"""

found = {}


def stop_between_cells() -> None:
    """Stop while no cell runs. It goes another way than the next cell."""
    run("stops = stopCount();")
    manager.interrupt_kernel()
    run("while (stopCount() === stops) await new Promise((go) => setTimeout(go, 1));")


try:
    run(PREPARATION)
    stop_between_cells()
    training = "const result = await classify(network, 3);\nresult.stopped"
    found["Stop before"] = run(training)["outputs"][-1]

    for stops in (1, 2):
        ids = [send("const result = await classify(network);"), send("'queued'")]
        one, queued = collect(*ids, stop_at="Epoch 2/", stops=stops)
        found[f"{stops} times"] = [one["status"], queued["status"], run(SUMMARY)]

    stop_between_cells()
    found["Stop after"] = run("result.stopped")

    sweep = """const lengths: number[] = [];
for (const latentDim of [2, 3, 4]) {
  const { history } = await encode(latentDim);
  lengths.push(history.length);
}
lengths[0] >= 2 && lengths.slice(1)"""
    found["sweep"] = run(sweep, stop_at="Epoch 2/")["outputs"][-1]
    found["after the sweep"] = run(training)["outputs"][-1]

    found["deaf"] = run(f"{{{DEAF}\n}}")
    found["deaf, with a bar"] = run(
        f"await withProgress('Deaf', async () => {{{DEAF}\n}});"
    )
    found["evaluation"] = run(
        """class Stopping extends PcaAutoencoder {
  seen = 0;
  override forward(x: Tensor) {
    if (this.seen++ === 0) Deno.kill(Deno.pid, "SIGINT");
    return super.forward(x);
  }
}
const stopping = new Stopping(784, 3);
for (;;) evaluateAutoencoder(stopping, greyLoader);"""
    )

    found["not awaited"] = run("const box = { training: classify(network) };\n0")
    manager.interrupt_kernel()
    found["stopped later"] = run("(await box.training).stopped")["outputs"][-1]
    run("box.training = classify(network);\n0")
    client.control_channel.send(client.session.msg("interrupt_request", {}))
    client.get_control_msg(timeout=PATIENCE_S)  # before the next cell is sent
    found["next"] = run(training)["outputs"][-1]
    found["stopped as well"] = run("(await box.training).stopped")["outputs"][-1]
    found["last"] = run(training)["outputs"][-1]
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump(found, sys.stdout)
