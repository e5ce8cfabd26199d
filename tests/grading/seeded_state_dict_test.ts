import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { CNN_CLASSIFIER_STATES } from "mle/checks/mod.ts";
import { seededStateDict } from "mle/grading/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";

Deno.test("a seeded state dict fits the model, and the seed decides", () => {
  using model = new CnnClassifier();
  const drawn = seededStateDict(CNN_CLASSIFIER_STATES, 1);
  model.loadStateDict(drawn);
  assertEquals(model.stateDict(), drawn);
  assertEquals(seededStateDict(CNN_CLASSIFIER_STATES, 1), drawn);
  assertNotEquals(seededStateDict(CNN_CLASSIFIER_STATES, 2), drawn);
  for (const variance of drawn.get("bn1.running_var")!.data) {
    assert(variance >= 0.5 && variance < 2);
  }
});
