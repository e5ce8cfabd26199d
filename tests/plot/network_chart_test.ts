import { assertEquals, assertStringIncludes } from "@std/assert";
import { layerRows, summary } from "mle/nn/mod.ts";
import { networkChart } from "mle/plot/mod.ts";
import { defaultGenerator } from "mle/random/mod.ts";
import { CnnClassifier } from "mle/sheet/mod.ts";

Deno.test("a network is drawn from its layers, without those that keep the shape", async () => {
  using model = new CnnClassifier();
  const chart = networkChart(layerRows(model, [3, 64, 64]), [3, 64, 64]);
  assertEquals(
    chart.text,
    "input 3 × 64 × 64 → Conv2d 4 × 64 × 64 (112 parameters) → " +
      "BatchNorm2d 4 × 64 × 64 (8 parameters) → MaxPool2d 4 × 32 × 32 → " +
      "Conv2d 8 × 32 × 32 (296 parameters) → " +
      "BatchNorm2d 8 × 32 × 32 (16 parameters) → MaxPool2d 8 × 16 × 16 → " +
      "Linear 64 (131136 parameters) → Linear 6 (390 parameters)",
  );
  const svg = await chart.toSvg();
  for (const label of ["3 × 64 × 64", "MaxPool2d", "Linear", "8 × 16 × 16"]) {
    assertStringIncludes(svg, label);
  }
});

Deno.test("the rows of a summary draw nothing; the summary draws two inputs", () => {
  using model = new CnnClassifier();
  const before = defaultGenerator.getState();
  layerRows(model, [3, 64, 64]);
  assertEquals(defaultGenerator.getState(), before);
  summary(model, [3, 64, 64]);
  defaultGenerator.setState(before);
});
