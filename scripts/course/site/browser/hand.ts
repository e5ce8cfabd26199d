import { kernelPositions } from "mle/math/convolution.ts";
import { Camera } from "./camera.ts";
import { element, nextFrame, Picture, place } from "./elements.ts";
import { classify } from "./models.ts";
import { VALUES } from "./values.ts";

const SIZE = 64;
/** The side of the square that covers a part of the hand. */
const COVER = 12;
const PLACES = kernelPositions({ size: SIZE, kernelSize: COVER, stride: 4 });

/** Shows what the classifier says to a picture from a file or the camera. */
export function showHand(): void {
  const seen = new Picture(SIZE);
  const looked = new Picture(PLACES.length);
  const answers = [0, 1, 2, 3, 4, 5].map(() => ({
    meter: element("meter", { min: 0, max: 1 }),
    text: element("span"),
  }));
  const status = element("p", { role: "status" });
  const camera = new Camera(status, (video) => {
    turn++;
    look(video, video.videoWidth, video.videoHeight, "the camera");
  });
  let turn = 0; // of what was shown last: what comes later from another is dropped

  async function look(
    source: CanvasImageSource,
    width: number,
    height: number,
    from: string,
  ) {
    const mine = turn;
    status.textContent = "";
    const pixels = cut(source, width, height);
    seen.show(
      pixels,
      [0, 1],
      `${from}, as the network gets it: 64 × 64 pixels`,
    );
    const probabilities = classify(pixels);
    const answer = probabilities.indexOf(Math.max(...probabilities));
    answers.forEach(({ meter, text }, sign) => {
      meter.value = probabilities[sign];
      text.textContent = `${(100 * probabilities[sign]).toFixed(1)} %`;
      meter.ariaLabel = `${sign}: ${text.textContent}`;
    });
    const caption = `probability of ${answer} where a grey square covers ` +
      "the picture: it is dark where the network needs what is covered";
    const map = new Float32Array(PLACES.length ** 2).fill(1);
    for (const [row, top] of PLACES.entries()) {
      await nextFrame();
      if (mine !== turn) return;
      const covered = classify(withCover(pixels, top))
        .filter((_, i) => i % 6 === answer);
      map.set(covered, row * PLACES.length);
      looked.show(map, [0, 1], caption);
    }
  }

  async function lookAtFile(file: File) {
    const mine = ++turn;
    camera.close();
    try {
      const picture = await createImageBitmap(file);
      if (mine !== turn) return;
      await look(picture, picture.width, picture.height, file.name);
    } catch {
      if (mine !== turn) return;
      for (const picture of [seen, looked]) picture.clear("no picture");
      for (const { meter, text } of answers) {
        meter.value = 0;
        meter.ariaLabel = text.textContent = "";
      }
      status.textContent =
        `The browser cannot read ${file.name} as a picture. Try a JPEG or PNG.`;
    }
  }

  const file = element("input", {
    type: "file",
    accept: "image/jpeg,image/png,image/webp,image/gif",
    onchange: () => {
      const [chosen] = file.files ?? [];
      if (chosen) lookAtFile(chosen);
      file.value = ""; // so that the same file may be chosen again
    },
  });
  const examples = VALUES.hands.map((url, sign) => {
    const image = element("img", {
      src: url,
      alt: `a hand that shows ${sign}`,
    });
    const show = async () => {
      const mine = ++turn;
      camera.close();
      await image.decode();
      if (mine === turn) look(image, SIZE, SIZE, image.alt);
    };
    return { show, button: element("button", { onclick: show }, image) };
  });
  place("play-hand").append(
    element(
      "div",
      { className: "controls" },
      element("label", {}, "A picture: ", file),
      ...camera.elements,
      element(
        "div",
        { className: "row examples" },
        ...examples.map(({ button }) => button),
      ),
    ),
    status,
    element(
      "div",
      { className: "row" },
      seen.figure,
      element(
        "ol",
        { className: "answers", start: 0 },
        ...answers.map(({ meter, text }) =>
          element("li", {}, meter, " ", text)
        ),
      ),
      looked.figure,
    ),
  );
  examples[0].show();
}

/** The square in the middle of a picture, as [64, 64, 3] of 0 … 1. */
function cut(
  source: CanvasImageSource,
  width: number,
  height: number,
): Float32Array {
  const side = Math.min(width, height);
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const context = canvas.getContext("2d")!;
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // behind what is transparent, as in the library
  context.fillRect(0, 0, SIZE, SIZE);
  const corner = [(width - side) / 2, (height - side) / 2] as const;
  context.drawImage(source, ...corner, side, side, 0, 0, SIZE, SIZE);
  const { data } = context.getImageData(0, 0, SIZE, SIZE);
  return Float32Array.from(
    data.filter((_, i) => i % 4 < 3),
    (byte) => byte / 255,
  );
}

/** The picture with a grey square at each place of a row, [places, 64, 64, 3]. */
function withCover(pixels: Float32Array, top: number): Float32Array {
  const covered = new Float32Array(PLACES.length * pixels.length);
  PLACES.forEach((left, i) => {
    covered.set(pixels, i * pixels.length);
    for (let y = top; y < top + COVER; y++) {
      const start = i * pixels.length + 3 * (SIZE * y + left);
      covered.fill(0.5, start, start + 3 * COVER);
    }
  });
  return covered;
}
