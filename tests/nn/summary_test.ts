import { assertEquals, assertThrows } from "@std/assert";
import { CnnClassifier } from "mle/sheet/mod.ts";
import { summary } from "mle/nn/mod.ts";
import { defaultGenerator, manualSeed, rand } from "mle/random/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";

// Rows, shapes and numbers are those that the sheet prints for its cell [36].
const SHEET = `
----------------------------------------------------------------
        Layer (type)              Output Shape         Param #
================================================================
            Conv2d-1           [-1, 4, 64, 64]             112
       BatchNorm2d-2           [-1, 4, 64, 64]               8
         MaxPool2d-3           [-1, 4, 32, 32]               0
            Conv2d-4           [-1, 8, 32, 32]             296
       BatchNorm2d-5           [-1, 8, 32, 32]              16
         MaxPool2d-6           [-1, 8, 16, 16]               0
            Linear-7                  [-1, 64]         131,136
            Linear-8                   [-1, 6]             390
        LogSoftmax-9                   [-1, 6]               0
================================================================
Total params: 131,958
Trainable params: 131,958
Non-trainable params: 0
----------------------------------------------------------------
Input size (MB): 0.05
Forward/backward pass size (MB): 0.42
Params size (MB): 0.50
Estimated Total Size (MB): 0.97
----------------------------------------------------------------
`;

Deno.test("the CNN's summary is the sheet's, row for row and number for number", () => {
  using model = new CnnClassifier();
  assertEquals(summary(model, [3, 64, 64]), SHEET.trim());
});

Deno.test("a summary changes nothing of the model and leaves no tensor", () => {
  using model = new CnnClassifier();
  for (const training of [true, false]) {
    if (training) model.train();
    else model.eval();
    const before = model.stateDict();
    assertNoTensorsLeft(() => summary(model, [3, 64, 64]));
    assertEquals(model.stateDict(), before);
    const modes = [...model.namedModules()].map(([, module]) =>
      module.training
    );
    assertEquals(modes, modes.map(() => training));
  }
});

Deno.test("a summary draws what the sheet's draws: two pictures", () => {
  using model = new CnnClassifier();
  manualSeed(42);
  summary(model, [3, 64, 64]);
  const after = defaultGenerator.getState();
  manualSeed(42);
  rand([2, 3, 64, 64]);
  assertEquals(after, defaultGenerator.getState());
});

Deno.test("a summary that fails leaves the model in training", () => {
  using model = new CnnClassifier();
  assertNoTensorsLeft(() =>
    assertThrows(
      () => summary(model, [1, 64, 64]),
      TypeError,
      "expected [batch, height, width, 3], got [2, 64, 64, 1]",
    )
  );
  assertEquals(model.training, true);
});
