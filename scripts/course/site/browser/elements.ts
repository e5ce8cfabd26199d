/** Makes an element of HTML with properties and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of SVG with attributes and children. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number>,
  ...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** The place for a part of the page. */
export function place(id: string): HTMLElement {
  return document.querySelector<HTMLElement>(`#${id}`)!;
}

/** A square picture and the words for it, which are its text alternative, too. */
export class Picture {
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly #caption = element("figcaption");

  /** Starts black. */
  constructor(size: number) {
    this.canvas = element("canvas", { width: size, height: size, role: "img" });
    this.figure = element("figure", {}, this.canvas, this.#caption);
    this.clear("not drawn yet");
  }

  /** Makes it black. */
  clear(caption: string): void {
    const { width, height } = this.canvas;
    this.show(new Float32Array(width * height), [0, 1], caption);
  }

  /** Draws grey numbers, or red, green and blue ones, from black to white. */
  show(
    numbers: ArrayLike<number>,
    [low, high]: readonly [number, number],
    caption: string,
  ): void {
    const { width, height } = this.canvas;
    const image = new ImageData(width, height);
    const channels = numbers.length / (width * height);
    for (let i = 0; i < image.data.length; i++) {
      const [pixel, channel] = [Math.floor(i / 4), i % 4];
      const number = numbers[channels * pixel + (channels === 3 ? channel : 0)];
      image.data[i] = channel === 3 ? 255 : 255 * (number - low) / (high - low);
    }
    this.canvas.getContext("2d")!.putImageData(image, 0, 0);
    this.#caption.textContent = caption;
    this.canvas.ariaLabel = caption;
  }
}

/** A code as a reader sees it. */
export function codeText(code: Float32Array): string {
  return Array.from(code, (number) => number.toFixed(1).replace("-", "−"))
    .join(", ");
}

/** Lets the page draw and listen. */
export function nextFrame(): Promise<unknown> {
  return new Promise((go) => setTimeout(go));
}
