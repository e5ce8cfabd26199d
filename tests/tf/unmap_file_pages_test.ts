import { assert, assertEquals } from "@std/assert";
import { tf } from "mle/tf/mod.ts";
import { unmapFilePages } from "mle/tf/unmap_file_pages.ts";

const linuxTest = Deno.build.os === "linux" ? Deno.test : Deno.test.ignore;
const LIBRARY = "libtensorflow";
const MIB = 2 ** 20;

linuxTest("TensorFlow's libraries keep what is used of them", () => {
  product();
  const bytes = residentBytes(LIBRARY);
  assert(bytes > 5 * MIB && bytes < 150 * MIB, `${bytes / MIB} MiB`);
});

linuxTest("a library goes on working when its pages are unmapped", () => {
  const before = product();
  const bytes = residentBytes(LIBRARY);
  unmapFilePages(LIBRARY);
  assert(residentBytes(LIBRARY) < bytes);
  assertEquals(product(), before);
});

linuxTest("other files' pages stay", () => {
  const before = residentBytes("deno");
  unmapFilePages("no library's name");
  assert(residentBytes("deno") >= before);
});

function product(): Float32Array {
  return tf.tidy(() => {
    const matrix = tf.linspace(-1, 1, 400).reshape([20, 20]);
    return tf.matMul(matrix, matrix).dataSync<"float32">().slice();
  });
}

/** What the system says is resident of the files that begin with a name. */
function residentBytes(name: string): number {
  let file = "";
  let kilobytes = 0;
  for (const line of Deno.readTextFileSync("/proc/self/smaps").split("\n")) {
    if (/^[\da-f]+-/.test(line)) file = line.split("/").at(-1)!;
    const rss = /^Rss: +(\d+) kB/.exec(line);
    if (rss && file.startsWith(name)) kilobytes += Number(rss[1]);
  }
  return kilobytes * 1024;
}
