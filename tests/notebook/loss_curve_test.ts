import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lossCurve } from "../../lib/notebook/loss_curve.ts";

/** The points of each line of the drawing, from left to right. */
const pointsOf = (html: string): [x: number, y: number][][] =>
  Array.from(
    html.matchAll(/<polyline points="([^"]+)"/g),
    ([, points]) =>
      points.split(" ").map((point) =>
        point.split(",").map(Number) as [number, number]
      ),
  );

const falling = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    epoch: i + 1,
    trainLoss: 1 / (i + 1),
    valLoss: 2 / (i + 1),
    valAccuracy: 0.5,
  }));

Deno.test("before the first epoch's end there is no curve", () => {
  assertEquals(lossCurve([], 10), undefined);
  assertEquals(lossCurve([{ accuracy: 1 }], 10), undefined);
});

Deno.test("one epoch is a dot at the left, all epochs a line across", () => {
  const [[first]] = pointsOf(lossCurve(falling(1), 10)!.html);
  const [train] = pointsOf(lossCurve(falling(10), 10)!.html);
  assertEquals(first[0], train[0][0]);
  assertEquals(train.length, 10);
  const steps = train.slice(1).map(([x], i) => x - train[i][0]);
  assert(steps.every((step) => Math.abs(step - steps[0]) < 0.2), `${steps}`);
});

Deno.test("a greater loss is higher, and the greatest and least are named", () => {
  const { html, text } = lossCurve(falling(4), 4)!;
  const [train, val] = pointsOf(html);
  assert(train.every(([, y], i) => i === 0 || y > train[i - 1][1]));
  assert(val.every(([, y], i) => y < train[i][1]));
  assertEquals(text, "train loss 1 to 0.25, val loss 2 to 0.5");
  assertStringIncludes(html, "<span>2</span><span>0.25</span>");
});

Deno.test("what is saved stays small, however many epochs there are", () => {
  const { html } = lossCurve(falling(100_000), 100_000)!;
  assert(html.length < 16_000, `${html.length} characters`);
  const sixty = lossCurve(falling(60), 60)!.html.length;
  assert(sixty < 4_000, `${sixty} characters`);
  const [train] = pointsOf(html);
  assertEquals(train.at(-1)![1], 106);
});

Deno.test("the last epoch is drawn at the right end, however many there are", () => {
  for (const epochs of [2, 420, 1000, 1001, 1002]) {
    const [train] = pointsOf(lossCurve(falling(epochs), epochs)!.html);
    assertEquals([train[0][0], train.at(-1)![0]], [3, 417]);
  }
});

Deno.test("a loss that is no number, or always the same, is drawn within the chart", () => {
  const rows = [{ trainLoss: 1 }, { trainLoss: NaN }, { trainLoss: 1 }];
  const [train] = pointsOf(lossCurve(rows, 3)!.html);
  for (const [x, y] of train) assert(x >= 0 && x <= 420 && y > 0 && y < 110);
});
