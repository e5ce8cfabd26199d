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
    const bound = 1 / Math.sqrt(fanIn);
    const weights = generator.uniform(weight.count, -bound, bound);
    assertSameBits(weights, weight, `weight of ${layer}, seed ${seed}`);
    const biases = generator.uniform(bias.count, -bound, bound);
    assertSameBits(biases, bias, `bias of ${layer}, seed ${seed}`);
  }
});
