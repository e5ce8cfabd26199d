/** How a download is watched. */
export interface DownloadOptions {
  /** Ends a download that grows beyond this many bytes. */
  maxLength: number;
  /** Ends a download when nothing comes for this many ms. */
  patience: number;
  /** Receives the number of bytes so far. */
  onLength: (length: number) => void;
}

/**
 * Downloads a file as it comes; what lies at `path` after an error is a part.
 *
 * @throws {Error} if it is not to be had, is too long, or stops coming
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
      const reason = `${url}: nothing came for ${patience / 1000} s`;
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
