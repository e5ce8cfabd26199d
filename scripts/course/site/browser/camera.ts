import { element } from "./elements.ts";

/** A camera that the reader opens, takes a picture with, or puts away. */
export class Camera {
  /** To be put into the page: buttons, and what the camera sees. */
  readonly elements: readonly HTMLElement[];
  readonly #video = element("video", { muted: true, playsInline: true });
  readonly #open = element("button", {}, "Use the camera");
  readonly #take = element("button", {}, "Take the picture");
  readonly #putAway = element("button", {}, "Put the camera away");
  #opening = 0;

  /**
   * @param status Where it is said why there is none.
   * @param take What is done with a picture, which is what the video shows.
   */
  constructor(status: HTMLElement, take: (video: HTMLVideoElement) => void) {
    this.#video.ariaLabel = "What the camera sees";
    this.#open.onclick = () => this.#start(status);
    this.#take.onclick = () => {
      take(this.#video);
      this.close();
    };
    this.#putAway.onclick = () => this.close();
    this.elements = [this.#open, this.#video, this.#take, this.#putAway];
    this.close();
  }

  /** Ends whatever the camera does; its light goes out. */
  close(): void {
    this.#opening++;
    const { srcObject } = this.#video;
    if (srcObject instanceof MediaStream) stop(srcObject);
    this.#video.srcObject = null;
    this.#show(false);
    this.#open.disabled = false;
  }

  async #start(status: HTMLElement): Promise<void> {
    const mine = ++this.#opening;
    this.#open.disabled = true; // two presses would open it twice
    status.textContent = "";
    try {
      if (!navigator.mediaDevices) {
        throw new Error(
          "a page from http may not ask for one; from https it may",
        );
      }
      const stream = await navigator.mediaDevices
        .getUserMedia({ video: { facingMode: "environment" } });
      if (mine !== this.#opening) return stop(stream);
      this.#video.srcObject = stream;
      await this.#video.play();
      if (mine === this.#opening) this.#show(true);
    } catch (error) {
      if (mine !== this.#opening) return;
      this.close();
      status.textContent = "There is no camera to use here " +
        `(${(error as Error).message}). A picture from a file does as well.`;
    }
  }

  #show(isOpen: boolean): void {
    this.#open.hidden = isOpen;
    for (const part of [this.#video, this.#take, this.#putAway]) {
      part.hidden = !isOpen;
    }
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
