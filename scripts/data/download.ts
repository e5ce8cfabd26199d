/** The limits of a download, and a callback for its progress. */
export interface DownloadOptions {
  /** Stops a download that grows beyond this many bytes. */
  maxLength: number;
  /** Stops a download when nothing arrives for this many ms. */
  patience: number;
  /** Receives the number of bytes so far. */
  onLength: (length: number) => void;
}

/**
 * Downloads a file; after an error, `path` may hold a part of it.
 *
 * @throws {Error} if the file is not available or too long, or the download
 * stalls
 */
export async function download(
  url: string,
  path: string,
  { maxLength, patience, onLength }: DownloadOptions,
): Promise<void> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waitForMore = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const reason = `${url}: nothing arrived for ${patience / 1000} s`;
      controller.abort(new Error(reason));
    }, patience);
  };
  const watch = async function* (body: ReadableStream<Uint8Array>) {
    let length = 0;
    for await (const chunk of body) {
      waitForMore();
      length += chunk.length;
      if (length > maxLength) {
        throw new Error(
          `${url}: expected at most ${maxLength} bytes, got more`,
        );
      }
      onLength(length);
      yield chunk;
    }
  };
  try {
    waitForMore();
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const { status, statusText } = response;
      throw new Error(`${url}: the answer was ${status} ${statusText}`.trim());
    }
    await Deno.writeFile(path, ReadableStream.from(watch(response.body)));
  } finally {
    clearTimeout(timer);
  }
}
