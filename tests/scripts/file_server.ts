/** A server on this machine, for as long as a test needs it. */
export class FileServer implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  /** Answers a request for the file of the given name. */
  constructor(answer: (name: string) => Response | Promise<Response>) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => answer(new URL(request.url).pathname.slice(1)),
    );
  }

  /** The address that file names are added to. */
  get base(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A body that sends `bytes` and then nothing any more, without ending. */
export function stalling(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
  });
}

/** A body that sends `bytes` and then breaks off. */
export function breaking(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.error(new Error("the line is cut")),
  });
}
