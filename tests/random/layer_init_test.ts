import { Generator } from "mle/random/mod.ts";
import { assertSameBits, fixture } from "./fixture.ts";

Deno.test("uniform fills weights and biases as PyTorch's layers do", () => {
  let generator = new Generator(0);
  let seed = 0;
  for (const { layer, fanIn, weight, bias, ...at } of fixture.layers) {
    if (at.seed !== seed) {
      seed = at.seed;
      generator = new Generator(seed);
    }
    // kaiming_uniform_ with a = √5, in PyTorch's order of operations.
    const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
    const weightBound = Math.sqrt(3) * (gain / Math.sqrt(fanIn));
    const biasBound = 1 / Math.sqrt(fanIn);
    const weights = generator.uniform(weight.count, -weightBound, weightBound);
    assertSameBits(weights, weight, `weight of ${layer}, seed ${seed}`);
    const biases = generator.uniform(bias.count, -biasBound, biasBound);
    assertSameBits(biases, bias, `bias of ${layer}, seed ${seed}`);
  }
});
