import { DataLoader, type Dataset, type Sample } from "../data/mod.ts";
import { asIfNotRun } from "./as_if_not_run.ts";
import { CheckError } from "./check_error.ts";
import { expectSame, text } from "./expect.ts";

const SHAPE: Dataset["pictureShape"] = [1, 3, 2];
const SIZE = 6;
const LABELS = Uint8Array.of(4, 2, 5);

/**
 * Checks Task 2 of Exercise 2: the number of samples, and each of them.
 *
 * @throws {CheckError} at the first mistake.
 */
export function checkPictureDataset(
  PictureDataset: new (
    pixels: Float32Array,
    labels: ArrayLike<number>,
    pictureShape: Dataset["pictureShape"],
  ) => Dataset,
): Promise<void> {
  return asIfNotRun(() => {
    const pixels = Float32Array.from(
      { length: LABELS.length * SIZE },
      (_, i) => i / 16,
    );
    const dataset = new PictureDataset(pixels, LABELS, SHAPE);
    expectSame("length, of 3 pictures", dataset.length, 3, [{
      leadsTo: pixels.length,
      hint: "That is the number of all pixels; there are as many samples as " +
        "labels",
    }]);
    expectSame("pictureShape", dataset.pictureShape, SHAPE);
    // In another order than they have, as a loader that shuffles asks for them.
    const samples = [1, 0, 2].map((index) => dataset.item(index));
    checkSample(samples[1], 0, pixels);
    checkSample(samples[0], 1, pixels);
    checkSample(samples[2], 2, pixels);
    checkBatch(dataset, pixels);
  });
}

function checkSample(
  { picture, label }: Sample,
  index: number,
  all: Float32Array,
): void {
  const what = `item(${index})`;
  if (!(picture instanceof Float32Array)) {
    const got = text(picture);
    throw new CheckError(`${what}.picture`, "a Float32Array", got);
  }
  const expected = all.slice(index * SIZE, (index + 1) * SIZE);
  const others = [0, 1, 2].filter((other) => other !== index);
  expectSame(`${what}.picture`, picture, expected, [
    ...others.map((other) => ({
      leadsTo: all.slice(other * SIZE, (other + 1) * SIZE),
      hint: `That is picture ${other}: item(index) gives the picture at ` +
        "`index`, in an array of its own, whatever was asked for before",
    })),
    {
      leadsTo: all.slice(index * SIZE, SIZE),
      hint:
        "The second argument of slice and subarray is where they end, not " +
        "how much they take",
    },
    { leadsTo: all, hint: "These are the pixels of all pictures" },
    {
      leadsTo: all.slice(index, index + SIZE),
      hint: "Picture number `index` begins at index · (height · width · " +
        "channels), since all pictures before it have that many pixels",
    },
    {
      leadsTo: all.slice(index * SIZE / 2, (index + 1) * SIZE / 2),
      hint: "A picture has height · width · channels numbers, here " +
        "1 · 3 · 2: the channels count, too",
    },
    {
      leadsTo: expected.map((pixel) => pixel / 255),
      hint: "The pixels have been scaled already: return them as they are",
    },
  ]);
  expectSame(`${what}.label`, label, LABELS[index], [
    { leadsTo: LABELS, hint: "These are the labels of all pictures" },
    { leadsTo: [LABELS[index]], hint: "A label is a number, not a list" },
    { leadsTo: index, hint: "That is the index, not the label at the index" },
    {
      leadsTo: LABELS[(index + 1) % LABELS.length],
      hint: "That is the next picture's label: the first index is 0",
    },
  ]);
}

function checkBatch(dataset: Dataset, pixels: Float32Array): void {
  for (using batch of new DataLoader(dataset, { batchSize: 3 })) {
    expectSame("A batch's pictures", batch.pictures.dataSync(), pixels);
    expectSame("A batch's labels", batch.labels.dataSync(), [...LABELS]);
  }
}
