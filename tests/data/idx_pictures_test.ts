import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/mod.ts";
import { readIdxPictures } from "mle/data/idx_pictures.ts";
import { gzip, idxBytes, type IdxParts } from "./idx_bytes.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const FORMAT = { height: 1, width: 2, channels: 1, classCount: 10 };

function pair(dir: TemporaryFolder): [pictures: string, labels: string] {
  return [dir.at("pictures"), dir.at("labels.gz")];
}

/** Writes three pictures of 1 x 2, except for what is given. */
async function write(
  dir: TemporaryFolder,
  { pictures = {}, labels = {} }: { pictures?: IdxParts; labels?: IdxParts },
): Promise<void> {
  const [picturesPath, labelsPath] = pair(dir);
  const sound = { shape: [3, 1, 2], data: [0, 255, 2, 3, 4, 5] };
  await Deno.writeFile(picturesPath, idxBytes({ ...sound, ...pictures }));
  const soundLabels = { shape: [3], data: [9, 0, 4] };
  const bytes = idxBytes({ ...soundLabels, ...labels });
  await Deno.writeFile(labelsPath, gzip(bytes));
}

Deno.test("readIdxPictures reads pictures and their labels", async () => {
  await using dir = await temporaryFolder();
  await write(dir, {});
  const { pixels, labels, ...rest } = await readIdxPictures(
    ...pair(dir),
    FORMAT,
  );
  assertEquals([...pixels], [0, 255, 2, 3, 4, 5]);
  assertEquals(labels, Uint8Array.of(9, 0, 4));
  assertEquals(rest, { count: 3, height: 1, width: 2, channels: 1 });
});

Deno.test("readIdxPictures refuses labels that are no classes", async () => {
  await using dir = await temporaryFolder();
  await write(dir, { labels: { data: [9, 10, 4] } });
  await assertRejects(
    () => readIdxPictures(...pair(dir), FORMAT),
    DataError,
    `Cannot read ${dir.at("labels.gz")}: expected labels from 0 to 9, got 10 ` +
      "for picture 1",
  );
});

Deno.test("readIdxPictures refuses counts that do not agree", async () => {
  await using dir = await temporaryFolder();
  await write(dir, { labels: { shape: [2], data: [9, 0] } });
  await assertRejects(
    () => readIdxPictures(...pair(dir), FORMAT),
    DataError,
    `Cannot read ${dir.at("labels.gz")}: expected 3 labels, one for each ` +
      `picture of ${dir.at("pictures")}, got 2`,
  );
});

Deno.test("readIdxPictures refuses pictures of another size", async () => {
  await using dir = await temporaryFolder();
  await write(dir, { pictures: { shape: [3, 2, 1] } });
  await assertRejects(
    () => readIdxPictures(...pair(dir), FORMAT),
    DataError,
    `Cannot read ${dir.at("pictures")}: expected an array of shape ` +
      "(any, 1, 2), got shape (3, 2, 1)",
  );
});

Deno.test("readIdxPictures refuses labels in place of pictures", async () => {
  await using dir = await temporaryFolder();
  await write(dir, { pictures: { shape: [3], data: [9, 0, 4] } });
  await assertRejects(
    () => readIdxPictures(...pair(dir), FORMAT),
    DataError,
    `Cannot read ${dir.at("pictures")}: expected an array of shape ` +
      "(any, 1, 2), got shape (3,)",
  );
});
