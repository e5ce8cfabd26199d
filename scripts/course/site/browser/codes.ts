import { LABEL_COLORS } from "mle/plot/theme.ts";
import { codeText, element, Picture, place, svg } from "./elements.ts";
import { decode } from "./models.ts";
import { bytesOf, numbersOf, VALUES } from "./values.ts";

const CODES = numbersOf(VALUES.codes);
const LABELS = bytesOf(VALUES.labels);
const AXES = [0, 1, 2].map((axis) => {
  const values = CODES.filter((_, i) => i % 3 === axis).sort();
  const at = (share: number) => values[Math.round(share * (values.length - 1))];
  return { low: at(0.01), high: at(0.99), middle: at(0.5) };
});
/** The width of the map, in its own units. */
const SIDE = 300;

/** A code to choose by sliders and on a map, what is drawn from it, and its neighbour. */
export function showCodes(pictures: Uint8Array): void {
  const code = Float32Array.from(AXES, ({ middle }) => middle);
  const drawn = new Picture(28);
  const nearest = new Picture(28);
  const sliders = AXES.map(({ low, high }, axis) =>
    element("input", {
      type: "range",
      min: String(low),
      max: String(high),
      step: "any",
      oninput: ({ target }) =>
        choose(axis, Number((target as HTMLInputElement).value)),
    })
  );
  const values = AXES.map(() => element("output"));
  const map = new CodeMap((first, second) => {
    code.set([first, second]);
    update();
  });

  function choose(axis: number, value: number): void {
    code[axis] = value;
    update();
  }

  function update(): void {
    sliders.forEach((slider, axis) => {
      slider.value = String(code[axis]);
      const value = codeText(code.subarray(axis, axis + 1));
      slider.ariaValueText = values[axis].textContent = value;
    });
    map.show(code);
    drawn.show(decode(code), [-1, 1], `drawn from ${codeText(code)}`);
    const index = nearestTo(code);
    nearest.show(
      pictures.subarray(784 * index, 784 * (index + 1)),
      [0, 255],
      `nearest training picture: ${VALUES.classes[LABELS[index]]}`,
    );
  }

  place("play-codes").append(
    element(
      "div",
      { className: "controls" },
      ...sliders.map((slider, axis) =>
        element("label", {}, `number ${axis + 1} `, slider, " ", values[axis])
      ),
    ),
    element(
      "div",
      { className: "row" },
      map.figure,
      drawn.figure,
      nearest.figure,
    ),
  );
  update();
}

/** The training picture whose code lies nearest. */
function nearestTo(code: Float32Array): number {
  let [index, least] = [0, Infinity];
  for (let i = 0; i < LABELS.length; i++) {
    const distance = Math.hypot(...code.map((c, k) => c - CODES[3 * i + k]));
    if (distance < least) [index, least] = [i, distance];
  }
  return index;
}

/** The pictures' codes by their first two numbers, and the code that is chosen. */
class CodeMap {
  readonly figure: HTMLElement;
  readonly #points: SVGCircleElement[];
  readonly #chosen = svg("circle", { r: 7, class: "chosen" });

  constructor(choose: (first: number, second: number) => void) {
    this.#points = Array.from(LABELS, (label, i) => {
      const [cx, cy] = [0, 1].map((axis) => onMap(axis, CODES[3 * i + axis]));
      return svg("circle", { cx, cy, r: 2.2, fill: LABEL_COLORS[label] });
    });
    const drawing = svg(
      "svg",
      { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", class: "map" },
      ...this.#points,
      this.#chosen,
    );
    drawing.ariaLabel = "Map of the codes by their first two numbers; " +
      "the sliders choose what a click chooses here";
    const choosePlace = ({ offsetX, offsetY, buttons }: PointerEvent) => {
      if (buttons === 0) return;
      const shares = [
        offsetX / drawing.clientWidth,
        1 - offsetY / drawing.clientHeight,
      ];
      const [first, second] = shares.map((share, axis) =>
        AXES[axis].low + share * (AXES[axis].high - AXES[axis].low)
      );
      choose(first, second);
    };
    drawing.addEventListener("pointerdown", choosePlace);
    drawing.addEventListener("pointermove", choosePlace);
    const legend = VALUES.classes.map((name, label) => {
      const dot = element("span", { ariaHidden: "true" }, "● ");
      dot.style.color = LABEL_COLORS[label];
      return element("span", {}, dot, name);
    });
    const axes = AXES.slice(0, 2).map(({ low, high }, axis) =>
      `${["To the right", "upwards"][axis]}: number ${axis + 1}, from ` +
      `${codeText(Float32Array.of(low))} to ${codeText(Float32Array.of(high))}`
    );
    this.figure = element(
      "figure",
      {},
      drawing,
      element("figcaption", {}, `${axes.join("; ")}.`),
      element("figcaption", { className: "legend" }, ...legend),
    );
  }

  /** Marks a code; points are the fainter the farther away their third number is. */
  show(code: Float32Array): void {
    const { low, high } = AXES[2];
    this.#points.forEach((point, i) => {
      const away = Math.abs(CODES[3 * i + 2] - code[2]) / (high - low);
      point.setAttribute("opacity", Math.max(0.06, 1 - 5 * away).toFixed(2));
    });
    this.#chosen.setAttribute("cx", String(onMap(0, code[0])));
    this.#chosen.setAttribute("cy", String(onMap(1, code[1])));
  }
}

function onMap(axis: number, value: number): number {
  const { low, high } = AXES[axis];
  const share = (value - low) / (high - low);
  return SIDE * (axis === 0 ? share : 1 - share);
}
