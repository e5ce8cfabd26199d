import { Generator } from "mle/random/mod.ts";
import { codeText, element, Picture, place } from "./elements.ts";
import { decode, encode } from "./models.ts";
import { numbersOf, VALUES } from "./values.ts";

const CODES = numbersOf(VALUES.codes);
/** Where the codes lie, by number: their mean and standard deviation. */
const AXES = [0, 1, 2].map((axis) => {
  const values = CODES.filter((_, i) => i % 3 === axis);
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
});
const COUNT = 10;

/** What is drawn from codes that nothing has, and made of pictures that show nothing. */
export function showNoise(): void {
  const generator = new Generator(1);
  const drawn = Array.from({ length: COUNT }, () => new Picture(28));
  const noise = new Picture(28);
  const made = new Picture(28);

  function drawCodes(): void {
    const codes = generator.normal(3 * COUNT)
      .map((value, i) => AXES[i % 3].mean + AXES[i % 3].deviation * value);
    const pictures = decode(codes);
    drawn.forEach((picture, i) => {
      const code = codes.subarray(3 * i, 3 * i + 3);
      picture.show(
        pictures.subarray(784 * i, 784 * (i + 1)),
        [-1, 1],
        codeText(code),
      );
    });
  }

  function makeNoise(): void {
    const pixels = generator.uniform(784, -1, 1);
    const picture = decode(encode(pixels));
    const error = picture.reduce(
      (sum, value, i) => sum + (value - pixels[i]) ** 2 / 784,
      0,
    );
    noise.show(pixels, [-1, 1], "noise");
    made.show(picture, [-1, 1], `what comes back: error ${error.toFixed(3)}`);
  }

  const button = (name: string, onclick: () => void) =>
    element("button", { type: "button", onclick }, name);
  place("play-random").append(
    element(
      "div",
      { className: "controls" },
      button("Ten random codes", drawCodes),
    ),
    element("div", { className: "row" }, ...drawn.map(({ figure }) => figure)),
    element("div", { className: "controls" }, button("Other noise", makeNoise)),
    element("div", { className: "row" }, noise.figure, made.figure),
  );
  drawCodes();
  makeNoise();
}
