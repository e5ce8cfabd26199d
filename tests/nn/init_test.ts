import { Conv2d, ConvTranspose2d, Linear } from "mle/nn/mod.ts";
import { manualSeed } from "mle/random/mod.ts";
import { assertSameBits, fixture } from "../random/fixture.ts";

const makers = {
  "Conv2d(3, 4, 3)": () => new Conv2d(3, 4, 3),
  "Conv2d(32, 64, 3)": () => new Conv2d(32, 64, 3),
  "ConvTranspose2d(64, 32, 3)": () => new ConvTranspose2d(64, 32, 3),
  "ConvTranspose2d(16, 1, 3)": () => new ConvTranspose2d(16, 1, 3),
  "Linear(2048, 64)": () => new Linear([8, 16, 16], 64),
  "Linear(784, 10)": () => new Linear(784, 10),
};

Deno.test("PyTorch's bound of a weight is that of a bias, in float32", () => {
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)); // of kaiming_uniform_
  for (let fanIn = 1; fanIn <= 100_000; fanIn++) {
    const weightBound = Math.sqrt(3) * (gain / Math.sqrt(fanIn));
    const biasBound = 1 / Math.sqrt(fanIn);
    if (Math.fround(weightBound) !== Math.fround(biasBound)) {
      throw new Error(`not for ${fanIn} inputs`);
    }
  }
});

Deno.test("layers draw their weights, then their biases, bit for bit as PyTorch's", () => {
  let present: number | undefined;
  for (const { seed, layer: name, weight, bias } of fixture.layers) {
    if (seed !== present) manualSeed(seed);
    present = seed;
    using layer = makers[name as keyof typeof makers]();
    for (const [part, expected] of Object.entries({ weight, bias })) {
      const { data } = layer.stateDict().get(part)!;
      const what = `${part} of ${name}, seed ${seed}`;
      assertSameBits(data as Float32Array, expected, what);
    }
  }
});
