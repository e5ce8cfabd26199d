import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import sharp from "sharp";
import { DataError } from "mle/data/data_error.ts";
import { importSigns } from "mle/data/import_signs.ts";
import { H5_FILES } from "mle/data/signs_form.ts";
import { type Splits, writeNpyPictures } from "mle/data/npy_pictures.ts";
import {
  countPerClass,
  type LabelledPictures,
} from "mle/data/labelled_pictures.ts";
import { Generator } from "mle/random/mod.ts";
import { labelsPerClass, plainPictures } from "./plain_pictures.ts";
import { writeHdf5 } from "./hdf5_file.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

async function writeH5Files(
  dir: TemporaryFolder,
  train: LabelledPictures,
  test: LabelledPictures,
): Promise<void> {
  for (const [name, set] of Object.entries({ train, test })) {
    await writeHdf5(dir.at(`${name}_signs.h5`), {
      [`${name}_set_x`]: { data: set.pixels, shape: [set.count, 64, 64, 3] },
      [`${name}_set_y`]: {
        data: BigInt64Array.from(set.labels, BigInt),
        shape: [1, set.count],
      },
    });
  }
}

/** Writes tiny pictures, `perClass` of each class, in a colour of its own. */
async function writePictures(dir: string, perClass: number): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
  const pictures = await Promise.all(Array.from({ length: 6 }, (_, label) => {
    const background = { r: 10, g: 20, b: 30 + label };
    return sharp({ create: { width: 2, height: 2, channels: 3, background } })
      .png().toBuffer();
  }));
  for (const [i, label] of labelsPerClass(perClass).entries()) {
    await Deno.writeFile(`${dir}/${label}_IMG_${i}.png`, pictures[label]);
  }
}

function classCounts({ train, val, test }: Splits): number[][] {
  return [train, val, test].map(({ labels }) => countPerClass(labels, 6));
}

const PER_CLASS = [160, 20, 20].map((count) => Array(6).fill(count));

Deno.test("importSigns splits the course's HDF5 files and keeps their test set", async () => {
  await using dir = await temporaryFolder();
  const pool = plainPictures(labelsPerClass(180));
  const test = plainPictures(labelsPerClass(20));
  await writeH5Files(dir, pool, test);
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(classCounts(signs), PER_CLASS);
  assert(signs.test.pixels.every((value, i) => value === test.pixels[i]));
  assertEquals(signs.test.labels, test.labels);
  assertEquals(signs.source, "train_signs.h5 and test_signs.h5");
  const again = await importSigns(dir.path, new Generator(42));
  assertEquals(again.train.labels, signs.train.labels);
  const other = await importSigns(dir.path, new Generator(43));
  assertNotEquals(other.train.labels, signs.train.labels);
});

Deno.test("importSigns names the classes that an HDF5 file lacks", async () => {
  await using dir = await temporaryFolder();
  const labels = labelsPerClass(180);
  labels[0] = 1;
  await writeH5Files(
    dir,
    plainPictures(labels),
    plainPictures(labelsPerClass(20)),
  );
  const error = await assertRejects(
    () => importSigns(dir.path, new Generator(42)),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${
      dir.at("train_signs.h5")
    }: expected at least 180 pictures of ` +
      "each class (160 + 20), got 179 of class 0, 181 of class 1, 180 of class 2, " +
      "180 of class 3, 180 of class 4, 180 of class 5",
  );
});

Deno.test("importSigns names the HDF5 file that is missing, or has another name", async () => {
  const complaints = [];
  for (const name of ["train_signs.h5", "test_signs.h5", "signs (1).h5"]) {
    await using dir = await temporaryFolder();
    await Deno.writeTextFile(dir.at(name), "");
    const error = await assertRejects(
      () => importSigns(dir.path, new Generator(42)),
      DataError,
    );
    complaints.push(error.message.replace(dir.path, "PATH"));
  }
  const advice = (name: string) =>
    `Put ${name} into the same folder: the course gives out both, one for ` +
    "training and validation and one for testing";
  assertEquals(complaints, [
    "Cannot read PATH: expected train_signs.h5 and test_signs.h5, got only " +
    `train_signs.h5. ${advice("test_signs.h5")}`,
    "Cannot read PATH: expected train_signs.h5 and test_signs.h5, got only " +
    `test_signs.h5. ${advice("train_signs.h5")}`,
    "Cannot read PATH: expected train_signs.h5 and test_signs.h5, the six .npy " +
    "files, or pictures named <label>_….jpg, got a folder with none of these. " +
    "If its signs (1).h5 is one of the course's files, rename it",
  ]);
});

Deno.test("importSigns splits a folder of pictures in three", async () => {
  await using dir = await temporaryFolder();
  await writePictures(dir.path, 201);
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(classCounts(signs), PER_CLASS);
  assertEquals(Array.from(signs.val.pixels.subarray(0, 3)), [
    10,
    20,
    30 + signs.val.labels[0],
  ]);
  assertEquals(signs.source, "1206 pictures");
});

Deno.test("importSigns splits the pictures in train_signs, test_signs as they are", async () => {
  await using dir = await temporaryFolder();
  await writePictures(dir.at("train_signs"), 180);
  await writePictures(dir.at("test_signs"), 2);
  const signs = await importSigns(dir.path, new Generator(42));
  const expected = [160, 20, 2].map((count) => Array(6).fill(count));
  assertEquals(classCounts(signs), expected);
  assertEquals(
    signs.source,
    "1080 pictures in train_signs, 12 in test_signs",
  );
});

Deno.test("importSigns keeps the split of the six .npy files", async () => {
  await using dir = await temporaryFolder();
  const splits = {
    train: plainPictures([5, 0, 1, 4, 3, 2]),
    val: plainPictures([2]),
    test: plainPictures([3, 4]),
  };
  await writeNpyPictures(dir.path, splits);
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(signs.train.labels, splits.train.labels);
  assertEquals(signs.val, splits.val);
  assertEquals(signs.test, splits.test);
  assertEquals(signs.source, "six .npy files");
});

Deno.test("importSigns refuses to take the stand-in for SIGNS", async () => {
  await using dir = await temporaryFolder();
  const splits = {
    train: plainPictures([0]),
    val: plainPictures([0]),
    test: plainPictures([0]),
  };
  await writeNpyPictures(dir.path, splits);
  await Deno.writeTextFile(
    dir.at("NOTE.txt"),
    "synthetic stand-in, not SIGNS\n",
  );
  const error = await assertRejects(
    () => importSigns(dir.path, new Generator(42)),
    DataError,
  );
  assertEquals(
    error.message,
    `Cannot read ${dir.path}: expected SIGNS, got the synthetic stand-in, not SIGNS`,
  );
});

Deno.test("importSigns names all forms when a folder has none, and what is no folder", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("a.txt"), "");
  const complaints = [];
  for (const path of [dir.path, dir.at("a.txt"), dir.at("none")]) {
    const error = await assertRejects(
      () => importSigns(path, new Generator(42)),
      DataError,
    );
    complaints.push(error.message.replace(path, "PATH"));
  }
  assertEquals(complaints, [
    "Cannot read PATH: expected train_signs.h5 and test_signs.h5, the six .npy " +
    "files, or pictures named <label>_….jpg, got a folder with none of these",
    "Cannot read PATH: expected a folder, a .zip or an .npz, got another " +
    "file. Name the folder that it is in",
    "Cannot read PATH: expected a folder, got nothing there",
  ]);
});

Deno.test("importSigns takes a val_signs beside the others, and counts as they are", async () => {
  await using dir = await temporaryFolder();
  await writePictures(dir.at("train_signs"), 3);
  await writePictures(dir.at("val_signs"), 2);
  await writePictures(dir.at("test_signs"), 1);
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(classCounts(signs), [3, 2, 1].map((n) => Array(6).fill(n)));
  assertEquals(
    signs.source,
    "18 pictures in train_signs, 12 in val_signs, 6 in test_signs",
  );
  assertEquals(
    signs.warnings[0],
    "18/12/6 pictures, where the sheet has 960/120/120",
  );
});

Deno.test("importSigns reads pictures in folders named by their class", async () => {
  await using dir = await temporaryFolder();
  await writePictures(dir.path, 200);
  const flat = await importSigns(dir.path, new Generator(42));
  for (const label of [0, 1, 2, 3, 4, 5]) await Deno.mkdir(dir.at(`${label}`));
  for (const name of dir.names().filter((name) => name.endsWith(".png"))) {
    const plain = name.replace(/^\d_/, "");
    await Deno.rename(dir.at(name), dir.at(name[0], plain));
  }
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(classCounts(signs), PER_CLASS);
  assertEquals(signs.train.labels, flat.train.labels);
});

Deno.test("importSigns looks into the one folder that has the pictures", async () => {
  await using dir = await temporaryFolder();
  await writePictures(dir.at("SIGNS", "data set", "train_signs"), 180);
  await writePictures(dir.at("SIGNS", "data set", "test_signs"), 2);
  await Deno.mkdir(dir.at("__MACOSX"));
  const signs = await importSigns(dir.path, new Generator(42));
  assertEquals(signs.test.count, 12);
  await writePictures(dir.at("other"), 200);
  await Deno.mkdir(dir.at("another"));
  await Deno.writeTextFile(dir.at("another", "X_train.npy"), "");
  await assertRejects(
    () => importSigns(dir.path, new Generator(42)),
    DataError,
    "expected one place with pictures, got ",
  );
});

Deno.test("importSigns refuses two sets of pictures side by side", async () => {
  const sides: [names: string[], got: string][] = [
    [["train/", "train_signs/", "test/"], "train and train_signs"],
    [["X_train.npy", "train/", "test/"], "X_train.npy and train"],
    [["train/", "test/", "3_a.png"], "train and 3_a.png"],
    [
      [...H5_FILES, "X_val.npy", "2/"],
      "train_signs.h5 and X_val.npy and 2",
    ],
  ];
  for (const [names, got] of sides) {
    await using dir = await temporaryFolder();
    for (const name of [...names, "figure.png"]) {
      await (name.endsWith("/")
        ? Deno.mkdir(dir.at(name))
        : Deno.writeTextFile(dir.at(name), ""));
    }
    await assertRejects(
      () => importSigns(dir.path, new Generator(42)),
      DataError,
      `expected one place with pictures, got ${got}. Import the right one alone`,
    );
  }
});
