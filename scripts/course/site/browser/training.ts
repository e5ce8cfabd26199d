import { DataLoader } from "mle/data/data_loader.ts";
import { NormalizedDataset } from "mle/data/normalized_dataset.ts";
import { principalAngles } from "mle/metrics/principal_angles.ts";
import { Linear, Sequential } from "mle/nn/mod.ts";
import { mseLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { LABEL_COLORS } from "mle/plot/theme.ts";
import { manualSeed } from "mle/random/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { COMPONENTS, LEARNING_RATE } from "../play_values.ts";
import { element, nextFrame, place, svg } from "./elements.ts";
import { bytesOf, numbersOf, VALUES } from "./values.ts";

/** How long training takes unless it is stopped. */
const SECONDS = 60;
const START = "Train for a minute";
const COMPONENT_ROWS = rowsOf(numbersOf(VALUES.components));

/** Trains the linear autoencoder in the page and draws the principal angles. */
export function showTraining(pixels: Uint8Array): void {
  const labels = bytesOf(VALUES.labels);
  const dataset = new NormalizedDataset({
    pixels,
    labels,
    count: labels.length,
    height: 28,
    width: 28,
    channels: 1,
  });
  const status = element("p", { role: "status" });
  const chart = new AngleChart();
  let running: AbortController | undefined;

  async function train({ signal }: AbortController): Promise<void> {
    manualSeed(42);
    const encoder = new Linear(784, COMPONENTS);
    const decoder = new Linear(COMPONENTS, 784);
    using model = new Sequential(encoder, decoder);
    using optimizer = new Adam(model.parameters(), { lr: LEARNING_RATE });
    const loader = new DataLoader(dataset, { batchSize: 64, shuffle: true });
    chart.clear();
    const start = performance.now();
    for (let epoch = 1, seconds = 0; seconds < SECONDS; epoch++) {
      let sum = 0;
      for (using batch of loader) {
        sum += batch.size * optimizer.step(() => {
          const flat = tf.reshape(batch.pictures, [batch.size, 784]);
          return mseLoss(model.forward(flat), flat);
        });
        await nextFrame();
        if (signal.aborted) return;
      }
      seconds = (performance.now() - start) / 1000;
      const angles = principalAngles(spanOf(decoder), COMPONENT_ROWS);
      chart.add(seconds, angles);
      status.textContent = `Epoch ${epoch}: error ${
        (sum / dataset.length).toFixed(4)
      }; the least possible with ${COMPONENTS} numbers is ${
        VALUES.optimum.toFixed(4)
      }. Largest angle ${angles.at(-1)!.toFixed(1)}°, smallest ${
        angles[0].toFixed(1)
      }°.`;
    }
  }

  const button = element("button", { type: "button" }, START);
  button.onclick = async () => {
    if (running) {
      running.abort();
      running = undefined;
      button.textContent = START;
      return;
    }
    const mine = running = new AbortController();
    button.textContent = "Stop";
    await train(mine);
    if (running !== mine) return; // it was stopped
    running = undefined;
    button.textContent = START;
  };
  place("play-training").append(
    element("div", { className: "controls" }, button),
    status,
    element(
      "figure",
      {},
      chart.drawing,
      element(
        "figcaption",
        {},
        `The ${COMPONENTS} principal angles over time, the lowest line the least`,
      ),
    ),
  );
}

/** The directions in which the decoder can move a picture, one for each number. */
function spanOf(decoder: Linear): Float32Array[] {
  const weight = decoder.weight.value.dataSync<"float32">();
  return Array.from(
    { length: COMPONENTS },
    (_, c) => weight.filter((_, i) => i % COMPONENTS === c),
  );
}

function rowsOf(numbers: Float32Array): Float32Array[] {
  return Array.from(
    { length: COMPONENTS },
    (_, k) => numbers.subarray(784 * k, 784 * (k + 1)),
  );
}

const WIDTH = 480;
const HEIGHT = 220;
const LEFT = 40;

/** The angles over time, a line for each. */
class AngleChart {
  readonly drawing: SVGElement;
  readonly #lines = Array.from(
    { length: COMPONENTS },
    (_, i) =>
      svg("polyline", {
        fill: "none",
        stroke: LABEL_COLORS[i],
        "stroke-width": 2,
      }),
  );

  constructor() {
    const grid = [0, 30, 60, 90].flatMap((angle) => [
      svg("line", {
        x1: LEFT,
        x2: WIDTH,
        y1: yOf(angle),
        y2: yOf(angle),
        stroke: "currentColor",
        opacity: 0.2,
      }),
      svg(
        "text",
        { x: LEFT - 6, y: yOf(angle) + 4, "text-anchor": "end" },
        `${angle}°`,
      ),
    ]);
    const seconds = [0, 20, 40, 60].map((time) =>
      svg(
        "text",
        { x: xOf(time), y: HEIGHT + 28, "text-anchor": "middle" },
        `${time} s`,
      )
    );
    this.drawing = svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH + 20} ${HEIGHT + 36}`,
        role: "img",
        class: "angles",
      },
      ...grid,
      ...seconds,
      ...this.#lines,
    );
    this.drawing.ariaLabel =
      "The principal angles between the decoder's span " +
      "and the first components over time; the line above says the last ones";
  }

  clear(): void {
    for (const line of this.#lines) line.setAttribute("points", "");
  }

  add(seconds: number, angles: readonly number[]): void {
    this.#lines.forEach((line, i) => {
      const points = line.getAttribute("points") ?? "";
      line.setAttribute(
        "points",
        `${points} ${xOf(seconds)},${yOf(angles[i])}`,
      );
    });
  }
}

const xOf = (seconds: number): number =>
  LEFT + (WIDTH - LEFT) * Math.min(1, seconds / SECONDS);
const yOf = (angle: number): number => 10 + HEIGHT * (1 - angle / 90);
