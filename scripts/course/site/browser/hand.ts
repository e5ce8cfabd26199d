import { kernelPositions } from "mle/math/convolution.ts";
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
  let turn = 0;

  async function look(
    source: CanvasImageSource,
    width: number,
    height: number,
  ) {
    const mine = ++turn;
    status.textContent = "";
    const pixels = cut(source, width, height);
    seen.show(pixels, [0, 1], "what the network gets: 64 × 64 pixels");
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
      if (mine !== turn) return; // another picture has come
      const covered = classify(withCover(pixels, top))
        .filter((_, i) => i % 6 === answer);
      map.set(covered, row * PLACES.length);
      looked.show(map, [0, 1], caption);
    }
    seen.figure.dataset.looked = String(mine);
  }

  async function lookAtFile(file: Blob) {
    try {
      const picture = await createImageBitmap(file);
      await look(picture, picture.width, picture.height);
    } catch {
      status.textContent =
        "The browser cannot read this file as a picture. Try a JPEG or PNG.";
    }
  }

  const file = element("input", {
    type: "file",
    accept: "image/*",
    onchange: () => file.files?.[0] && lookAtFile(file.files[0]),
  });
  const examples = VALUES.hands.map((url, sign) => {
    const image = element("img", {
      src: url,
      alt: `a hand that shows ${sign}`,
    });
    return element("button", {
      type: "button",
      onclick: () => look(image, SIZE, SIZE),
    }, image);
  });
  place("play-hand").append(
    element(
      "div",
      { className: "controls" },
      element("label", {}, "A picture: ", file),
      ...cameraOf(status, look),
      element("div", { className: "row examples" }, ...examples),
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
  const [first] = examples;
  const image = first.querySelector("img")!;
  image.decode().then(() => look(image, SIZE, SIZE));
}

/** A button that opens the camera, what it sees, and a button that takes it. */
function cameraOf(
  status: HTMLElement,
  look: (source: HTMLVideoElement, width: number, height: number) => void,
): HTMLElement[] {
  const video = element("video", {
    muted: true,
    playsInline: true,
    hidden: true,
  });
  video.ariaLabel = "What the camera sees";
  const button = element("button", { type: "button" }, "Use the camera");
  button.onclick = async () => {
    if (video.srcObject instanceof MediaStream) {
      look(video, video.videoWidth, video.videoHeight);
      video.srcObject.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
      video.hidden = true;
      button.textContent = "Use the camera";
      return;
    }
    try {
      const stream = await navigator.mediaDevices
        .getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      video.hidden = false;
      status.textContent = "";
      button.textContent = "Take the picture";
    } catch (error) {
      status.textContent = "There is no camera to use here " +
        `(${(error as Error).message}). A picture from a file does as well.`;
    }
  };
  return [button, video];
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
