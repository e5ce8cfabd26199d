/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
// A worker: its event loop is free while the notebook's is not.
self.onmessage = ({ data }: MessageEvent<Int32Array>) => {
  Deno.addSignalListener("SIGINT", () => void Atomics.add(data, 0, 1));
  Atomics.store(data, 1, 1);
  Atomics.notify(data, 1);
};
