import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { writeNpyPictures } from "mle/data/npy_pictures.ts";
import { countPerClass } from "mle/data/picture_set.ts";
import { loadSigns, type Signs } from "mle/data/signs.ts";
import { greyPictures } from "./grey_pictures.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const SPLITS = {
  train: greyPictures([0, 1, 2]),
  val: greyPictures([3]),
  test: greyPictures([4, 5]),
};

/** Loads with `$MLE_DATA` set to a folder. */
async function loadWith(userData: TemporaryFolder): Promise<Signs> {
  const former = Deno.env.get("MLE_DATA");
  Deno.env.set("MLE_DATA", userData.path);
  try {
    return await loadSigns();
  } finally {
    if (former === undefined) Deno.env.delete("MLE_DATA");
    else Deno.env.set("MLE_DATA", former);
  }
}

async function userDataWithSigns(): Promise<TemporaryFolder> {
  const userData = await temporaryFolder();
  await Deno.mkdir(userData.at("sign_data"));
  await writeNpyPictures(userData.at("sign_data"), SPLITS);
  return userData;
}

Deno.test("loadSigns takes $MLE_DATA/sign_data first", async () => {
  await using userData = await userDataWithSigns();
  const signs = await loadWith(userData);
  const { origin, standIn } = signs;
  assertEquals({ origin, standIn }, {
    origin: userData.at("sign_data"),
    standIn: false,
  });
  assertEquals(signs.train.labels, SPLITS.train.labels);
});

Deno.test("loadSigns takes the folder that it is given", async () => {
  await using userData = await userDataWithSigns();
  const dir = userData.at("sign_data");
  assertEquals((await loadSigns({ dir })).origin, dir);
  await assertRejects(
    () => loadSigns({ dir: userData.at("none") }),
    DataError,
    "expected a folder, got nothing",
  );
});

Deno.test("loadSigns never takes the stand-in in the place of damaged files", async () => {
  await using userData = await userDataWithSigns();
  const path = userData.at("sign_data", "X_test.npy");
  await Deno.truncate(path, 1000);
  const error = await assertRejects(() => loadWith(userData), DataError);
  assertEquals(error.path, path);
  await Deno.remove(path);
  await assertRejects(
    () => loadWith(userData),
    DataError,
    "got a folder without X_test.npy",
  );
});

Deno.test("loadSigns knows the stand-in again wherever it lies", async () => {
  await using userData = await userDataWithSigns();
  const note = userData.at("sign_data", "NOTE.txt");
  await Deno.writeTextFile(note, "synthetic stand-in, not SIGNS\n");
  const { origin, standIn } = await loadWith(userData);
  assertEquals({ origin, standIn }, {
    origin: "synthetic stand-in, not SIGNS",
    standIn: true,
  });
});

Deno.test({
  name: "the real SIGNS has the sheet's shapes and counts",
  ignore: !Deno.env.get("MLE_DATA"),
  fn: async () => {
    const signs = await loadSigns();
    assertEquals(signs.standIn, false);
    const sets = [signs.train, signs.val, signs.test];
    assertEquals(
      sets.map((set) => [set.count, set.height, set.width, set.channels]),
      [[960, 64, 64, 3], [120, 64, 64, 3], [120, 64, 64, 3]],
    );
    assertEquals(
      sets.map(({ labels }) => countPerClass(labels, 6)),
      [160, 20, 20].map((count) => Array(6).fill(count)),
    );
  },
});
