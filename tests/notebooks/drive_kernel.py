"""Drives the kernel `deno` as Jupyter does and prints what came, as JSON."""

import json
import sys
from collections.abc import Callable
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel

found: dict[str, Any] = {
    "folder": KernelSpecManager().get_kernel_spec("mle-deno").resource_dir
}
manager, client = start_new_kernel(kernel_name="mle-deno", startup_timeout=60)


def execute(
    code: str, on_output: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    outputs: list[list[str]] = []

    def hook(message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "stream":
            outputs.append([content["name"], content["text"]])
            on_output()
        elif message["msg_type"] == "execute_result":
            outputs.append(["result", content["data"]["text/plain"]])

    reply = client.execute_interactive(code, timeout=60, output_hook=hook)
    return {"status": reply["content"]["status"], "outputs": outputs}


try:
    execute("let counter = 41;")
    # Stop, once with nobody listening, once with a loop that listens.
    found["unheard"] = execute(
        """console.log("waiting");
await new Promise((resolve) => setTimeout(resolve, 1500));
"waited\"""",
        manager.interrupt_kernel,
    )
    found["heard"] = execute(
        """let stopped = false;
const stop = () => stopped = true;
Deno.addSignalListener("SIGINT", stop);
console.log("looping");
while (!stopped) await new Promise((resolve) => setTimeout(resolve, 10));
Deno.removeSignalListener("SIGINT", stop);
"stopped\"""",
        manager.interrupt_kernel,
    )
    found["training"] = execute(
        """import { DataLoader } from "mle/data/mod.ts";
import {
  PcaAutoencoder,
  PictureDataset,
  trainAutoencoder,
} from "mle/sheet/mod.ts";
import { withProgress } from "mle/notebook/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { Generator, manualSeed } from "mle/random/mod.ts";
import { evaluateAutoencoder } from "mle/train/mod.ts";
manualSeed(1);
const pixels = new Generator(2).uniform(100 * 16, -1, 1);
const pictures = new PictureDataset(pixels, new Int32Array(100), [4, 4, 1]);
const loader = new DataLoader(pictures, { batchSize: 8 });
const model = new PcaAutoencoder(16, 3);
const optimizer = new Adam(model.parameters());
const { history, stopped: early } = await withProgress("Training", (progress) =>
  trainAutoencoder(model, {
    trainLoader: loader,
    testLoader: loader,
    optimizer,
    epochs: 1e6,
    print: (line) => line.startsWith("Epoch 3/") && console.log("epoch 3"),
    ...progress,
  }));
early""",
        manager.interrupt_kernel,
    )
    found["trained"] = execute(
        """const { loss } = evaluateAutoencoder(model, loader);
[history.length >= 3, history.at(-1).testLoss < history[0].testLoss,
  loss < history[0].testLoss]"""
    )
    found["state"] = execute("counter + 1")
    found["color"] = execute('console.log({ a: 1 }, "text"); ({ b: null })')
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
json.dump(found, sys.stdout)
