import { handOut } from "mle/grading/mod.ts";
import { Generator } from "mle/random/mod.ts";
import type * as sheet from "mle/sheet/mod.ts";

/** Hands out what a student's classifierFeatures computes. */
export async function hiddenTests(
  classifierFeatures: typeof sheet.classifierFeatures,
): Promise<void> {
  await handOut((seed) => {
    const random = new Generator(seed);
    const size = () => 21 + random.random32() % 200;
    const features = () => classifierFeatures(size(), size());
    const three = () => [features(), features(), features()];
    return {
      "channels and heights": () =>
        three().map(([channels, height]) => [channels, height]),
      "channels and widths": () =>
        three().map(([channels, , width]) => [channels, width]),
    };
  });
}
