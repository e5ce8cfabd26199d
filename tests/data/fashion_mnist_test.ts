import { assertEquals, assertRejects } from "@std/assert";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  countPerClass,
  DataError,
  FASHION_MNIST_CLASSES,
  findFashionMnist,
  firstOfEachClass,
  loadFashionMnist,
} from "mle/data/mod.ts";
import { FASHION_MNIST_FILES } from "mle/data/fashion_mnist.ts";
import { exists } from "mle/io/mod.ts";
import { gzip, idxBytes } from "./idx_bytes.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const PACKED = FASHION_MNIST_FILES.map((name) => `${name}.gz`);
const real = await findFashionMnist();

/** Writes the four files with two pictures each, which are not the originals. */
async function writeOthers(dir: TemporaryFolder): Promise<void> {
  for (const name of PACKED) {
    const shape = name.includes("images") ? [2, 28, 28] : [2];
    const data = new Uint8Array(shape.reduce((a, b) => a * b));
    await Deno.writeFile(dir.at(name), gzip(idxBytes({ shape, data })));
  }
}

/** Runs `body` with MLE_DATA set to `value`. */
async function withUserData(
  value: string,
  body: () => Promise<void>,
): Promise<void> {
  const former = Deno.env.get("MLE_DATA");
  Deno.env.set("MLE_DATA", value);
  try {
    await body();
  } finally {
    if (former === undefined) Deno.env.delete("MLE_DATA");
    else Deno.env.set("MLE_DATA", former);
  }
}

Deno.test({
  name: "loadFashionMnist gives the originals",
  ignore: real === undefined,
  async fn() {
    const { train, test, origin } = await loadFashionMnist();
    assertEquals(origin, real);
    for (const [set, count] of [[train, 60_000], [test, 10_000]] as const) {
      const { pixels, labels, ...rest } = set;
      assertEquals(rest, { count, height: 28, width: 28, channels: 1 });
      assertEquals(pixels.length, count * 28 * 28);
      const perClass = new Array(10).fill(count / 10);
      assertEquals(countPerClass(labels, 10), perClass);
    }
    assertEquals([...train.labels.subarray(0, 5)], [9, 0, 0, 3, 0]);
  },
});

Deno.test({
  name: "the sheet's selection of Fashion-MNIST is ordered by class",
  ignore: real === undefined,
  async fn() {
    const { train } = await loadFashionMnist();
    const { labels, pixels, count } = firstOfEachClass(train, 1000, 10);
    assertEquals(count, 10_000);
    assertEquals(
      labels,
      Uint8Array.from({ length: count }, (_, i) => Math.floor(i / 1000)),
    );
    // Picture 0 is a boot (class 9), so it comes first of the last class.
    const boot = pixels.subarray(9000 * 784, 9001 * 784);
    assertEquals(boot, train.pixels.subarray(0, 784));
  },
});

Deno.test({
  name: "loadFashionMnist reads unpacked files, too",
  ignore: real === undefined || !await exists(join(real, PACKED[0])),
  async fn() {
    await using dir = await temporaryFolder();
    for (const name of PACKED) {
      const packed = await Deno.readFile(join(real!, name));
      await Deno.writeFile(dir.at(basename(name, ".gz")), gunzipSync(packed));
    }
    const { test } = await loadFashionMnist(dir.path);
    assertEquals(test.count, 10_000);
  },
});

Deno.test("loadFashionMnist refuses files that are not the originals", async () => {
  await using dir = await temporaryFolder();
  await writeOthers(dir);
  await assertRejects(
    () => loadFashionMnist(dir.path),
    DataError,
    "train-images-idx3-ubyte.gz: expected content with SHA-256 ",
  );
});

Deno.test("loadFashionMnist gives a remedy for an unusable file", async () => {
  await using dir = await temporaryFolder();
  await writeOthers(dir);
  for (const name of PACKED) await Deno.writeTextFile(dir.at(name), "<html>");
  await assertRejects(
    () => loadFashionMnist(dir.path),
    DataError,
    "train-images-idx3-ubyte.gz: expected an IDX file (it begins with 00 00 08), " +
      "got a web page. The address led to a page: log in, then save the file again",
  );
  for (const name of PACKED) await Deno.writeTextFile(dir.at(name), "other");
  await assertRejects(
    () => loadFashionMnist(dir.path),
    DataError,
    "got a file that begins with 6f 74 68 65. Put the original there, or name " +
      "another folder or none: the project then uses its own",
  );
});

Deno.test("Fashion-MNIST is looked for in $MLE_DATA first, as a whole", async () => {
  await using userData = await temporaryFolder();
  await Deno.mkdir(userData.at("fashion-mnist"));
  await withUserData(userData.path, async () => {
    const elsewhere = await findFashionMnist();
    await using inside = await temporaryFolder();
    await writeOthers(inside);
    const names = inside.names();
    for (const name of names) {
      assertEquals(await findFashionMnist(), elsewhere);
      const place = userData.at("fashion-mnist", name);
      await Deno.copyFile(inside.at(name), place);
    }
    assertEquals(await findFashionMnist(), userData.at("fashion-mnist"));
  });
});

Deno.test("there are ten classes of Fashion-MNIST", () => {
  assertEquals(new Set(FASHION_MNIST_CLASSES).size, 10);
  assertEquals(FASHION_MNIST_CLASSES[9], "Ankle boot");
});
