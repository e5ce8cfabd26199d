import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  accuracy,
  argMax,
  confusionMatrix,
  countCorrect,
  perClassAccuracy,
} from "mle/metrics/mod.ts";

Deno.test("argMax finds each row's greatest, the first of equals", () => {
  const scores = [-1, -3, -2, 0, 5, 5, 7, 7, 7];
  assertEquals([...argMax(scores, 3)], [0, 1, 0]);
  assertEquals([...argMax([], 3)], []);
});

Deno.test("argMax refuses rows that are not whole", () => {
  assertThrows(
    () => argMax([1, 2, 3, 4], 3),
    RangeError,
    "Cannot take the arg max: expected rows of 3 scores, got 4 in all",
  );
});

Deno.test("accuracy is the share of predictions that are right", () => {
  assertEquals(countCorrect([0, 1, 2, 2], [0, 1, 1, 2]), 3);
  assertEquals(accuracy([0, 1, 2, 2], [0, 1, 1, 2]), 0.75);
});

Deno.test("predictions must be as many as labels, and some", () => {
  const message = (predicted: number, labels: number) =>
    "Cannot compare predictions with labels: expected equally many " +
    `of both, at least one, got ${predicted} and ${labels}`;
  assertThrows(() => accuracy([1], [1, 2]), RangeError, message(1, 2));
  assertThrows(() => countCorrect([1, 2], [1]), RangeError, message(2, 1));
  assertThrows(() => confusionMatrix([], [], 3), RangeError, message(0, 0));
});

Deno.test("a confusion matrix has a row for each true class", () => {
  const labels = [0, 0, 1, 1, 1, 3];
  const predicted = [0, 1, 1, 1, 2, 0];
  const matrix = confusionMatrix(predicted, labels, 4);
  assertEquals(matrix, [
    [1, 1, 0, 0],
    [0, 2, 1, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 0],
  ]);
  assertEquals(perClassAccuracy(matrix), [1 / 2, 2 / 3, NaN, 0]);
});

Deno.test("a confusion matrix refuses classes out of range", () => {
  for (const [predicted, label] of [[3, 0], [0, 3], [-1, 0], [0, -1]]) {
    assertThrows(
      () => confusionMatrix([predicted], [label], 3),
      RangeError,
      "Cannot count confusions: expected classes 0 … 2, got " +
        `${label} taken for ${predicted}`,
    );
  }
});

Deno.test("a confusion matrix counts every sample once, the right ones on its diagonal", () => {
  const classes = fc.integer({ min: 0, max: 4 });
  const samples = fc.array(fc.tuple(classes, classes), { minLength: 1 });
  fc.assert(fc.property(samples, (samples) => {
    const predicted = samples.map(([predicted]) => predicted);
    const labels = samples.map(([, label]) => label);
    const matrix = confusionMatrix(predicted, labels, 5);
    const diagonal = matrix.map((row, c) => row[c]);
    const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
    assertEquals(sum(matrix.flat()), samples.length);
    assertEquals(sum(diagonal), countCorrect(predicted, labels));
    matrix.forEach((row, c) =>
      assertEquals(sum(row), labels.filter((label) => label === c).length)
    );
  }));
});
