import { assertEquals, assertStringIncludes } from "@std/assert";
import { DISPLAY, type Displayable } from "mle/display/mod.ts";
import {
  BatchNorm2d,
  Conv2d,
  loadSafetensors,
  Module,
  ReLU,
  saveSafetensors,
  Sequential,
  type StateDict,
} from "mle/nn/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

class Net extends Module {
  features = new Sequential(new Conv2d(3, 4, 3), new ReLU());
  norm = new BatchNorm2d(4);
}

const show = (value: unknown) =>
  (value as Displayable)[DISPLAY]() as Record<string, string>;

Deno.test("a module shows its layers with shapes and counts", () => {
  using net = new Net().eval();
  assertEquals(
    show(net)["text/plain"],
    `Net in evaluation mode: 120 parameters
layer       type         parameters                     count
features.0  Conv2d       weight [4, 3, 3, 3], bias [4]    112
features.1  ReLU         –                                  0
norm        BatchNorm2d  weight [4], bias [4]               8`,
  );
  assertStringIncludes(show(net)["text/html"], ">features.0</td>");
});

Deno.test("a layer by itself shows itself", () => {
  using layer = new ReLU();
  assertStringIncludes(show(layer)["text/plain"], "ReLU in training mode: 0");
});

const DICT = `State dict: 7 tensors, 129 numbers
tensor                    dtype    shape         values
features.0.weight         float32  [4, 3, 3, 3]  0.5 to 0.5
features.0.bias           float32  [4]           NaN to NaN
norm.weight               float32  [4]           1 to 1
norm.bias                 float32  [4]           0 to 0
norm.running_mean         float32  [4]           0 to 0
norm.running_var          float32  [4]           1 to 1
norm.num_batches_tracked  int64    []            0`;

Deno.test("a state dict shows shapes and ranges, also one from a file", async () => {
  await using folder = await temporaryFolder();
  using net = new Net();
  const [weight, bias] = net.parameters();
  weight.variable.assign(new Float32Array(108).fill(0.5));
  bias.variable.assign(Float32Array.of(1, NaN, 2, 3));
  const stateDict: StateDict = net.stateDict();
  assertEquals(show(stateDict)["text/plain"], DICT);

  const path = folder.at("net.safetensors");
  await saveSafetensors(path, stateDict);
  const loaded = show(await loadSafetensors(path))["text/plain"];
  assertEquals(loaded.split("\n").sort(), DICT.split("\n").sort());
});

Deno.test("a parameter shows PyTorch's shape and its first values", () => {
  using layer = new Conv2d(1, 1, 2);
  const [weight] = layer.parameters();
  weight.variable.assign(Float32Array.of(1, 2, 3, 4));
  assertEquals(
    show(weight)["text/plain"],
    "Parameter float32 [1, 1, 2, 2]\n[[[[1, 2],\n   [3, 4]]]]",
  );
});
