import { assert, assertEquals, assertThrows } from "@std/assert";
import { classAccuracyChart, confusionMatrixChart } from "mle/plot/mod.ts";
import { CELL_COLORS } from "../../lib/plot/theme.ts";
import { count, drawn } from "./drawing.ts";
import { assertGolden } from "./golden.ts";

const MATRIX = [[18, 2, 0], [0, 20, 0], [7, 3, 10]];
const NAMES = ["fist", "one", "two"];

Deno.test("a confusion matrix is drawn cell by cell with its counts", async () => {
  const titles = { title: "Confusion matrix", subtitle: "test set" };
  const chart = confusionMatrixChart(MATRIX, NAMES, titles);
  const svg = await drawn(chart);

  await assertGolden("confusion_matrix_chart", chart.spec);
  assertEquals(count(svg, 'aria-roledescription="rect mark"'), 9);
  assertEquals(count(svg, ">0</text>"), 3);
  for (const text of ["18", "2", "20", "7", "3", "10", "true", "predicted"]) {
    assertEquals(count(svg, `>${text}</text>`), 1, text);
  }
  for (const name of NAMES) assertEquals(count(svg, `>${name}</text>`), 2);
});

Deno.test("rows are true classes and columns predicted ones", async () => {
  const svg = await drawn(
    confusionMatrixChart([[1, 2], [3, 4]], ["a", "b"], { title: "" }),
  );
  const place = (text: string) => {
    const at = new RegExp(`translate\\(([\\d.]+),([\\d.]+)\\)[^>]*>${text}<`);
    const [, x, y] = at.exec(svg)!;
    return { x: Number(x), y: Number(y) };
  };
  const [aa, ab, ba] = ["1", "2", "3"].map(place);
  assert(ab.x > aa.x && ab.y === aa.y);
  assert(ba.x === aa.x && ba.y > aa.y);
});

Deno.test("the line of text counts what is right and names what is confused", () => {
  assertEquals(
    confusionMatrixChart(MATRIX, NAMES, { title: "Test" }).text,
    "Test. 48 of 60 right (80.0 %); two taken for fist: 7; " +
      "two taken for one: 3; fist taken for one: 2",
  );
});

Deno.test("numbers can be read on every shade: contrast 4.5 and more", () => {
  for (let share = 0; share <= 1; share += 0.01) {
    const background = mix(CELL_COLORS.none, CELL_COLORS.all, share);
    const ink = share > CELL_COLORS.whiteTextAbove ? 1 : 0;
    const contrast = contrastOf(luminance(background), ink);
    assert(contrast >= 4.5, `contrast ${contrast} at share ${share}`);
  }
});

Deno.test("accuracy per class is drawn as bars with counts", async () => {
  const chart = classAccuracyChart(MATRIX, NAMES, { title: "Per class" });
  const svg = await drawn(chart);

  await assertGolden("class_accuracy_chart", chart.spec);
  assertEquals(count(svg, 'aria-roledescription="bar"'), 3);
  for (
    const text of [
      "90.0 % (18 of 20)",
      "100.0 % (20 of 20)",
      "50.0 % (10 of 20)",
      "all classes: 80.0 %",
    ]
  ) {
    assertEquals(count(svg, `>${text}</text>`), 1, text);
  }
  assertEquals(
    chart.text,
    "Per class. all classes: 80.0 %. fist: 90.0 % (18 of 20), " +
      "one: 100.0 % (20 of 20), two: 50.0 % (10 of 20)",
  );
});

Deno.test("a class without examples has no accuracy", () => {
  const chart = classAccuracyChart([[3, 1], [0, 0]], ["a", "b"], {
    title: "Per class",
  });
  assert(chart.text.endsWith("a: 75.0 % (3 of 4), b: no examples"));
});

Deno.test("what is no confusion matrix is refused", () => {
  for (const draw of [confusionMatrixChart, classAccuracyChart]) {
    assertThrows(
      () => draw([[1, 2], [3]], ["a", "b"], { title: "" }),
      TypeError,
      "Cannot draw confusion matrix: expected 2 rows of 2 numbers " +
        "for 2 class names, got rows of [2, 1] numbers",
    );
    assertThrows(
      () => draw([[1, 2], [0.5, 4]], ["a", "b"], { title: "" }),
      RangeError,
      "Cannot draw confusion matrix: expected counts, got 0.5 in row 1, column 0",
    );
  }
  assertThrows(
    () => classAccuracyChart([[0]], ["a"], { title: "" }),
    RangeError,
    "Cannot draw accuracy per class: expected at least one example, got none",
  );
});

type Rgb = number[];

function mix(from: string, to: string, share: number): Rgb {
  const [a, b] = [from, to].map((hex) =>
    [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
  );
  return a.map((value, index) => value + share * (b[index] - value));
}

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrastOf(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
