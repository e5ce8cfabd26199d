import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "mle/data/data_error.ts";
import { writeNpyPictures } from "mle/data/npy_pictures.ts";
import { countPerClass } from "mle/data/labelled_pictures.ts";
import { loadFashionMnist } from "mle/data/fashion_mnist.ts";
import { SIGNS_STAND_IN_DIR } from "mle/data/find_signs.ts";
import { importSigns } from "mle/data/import_signs.ts";
import { loadSigns, type Signs } from "mle/data/signs.ts";
import { loadStandIn } from "mle/data/signs_stand_in.ts";
import { clearLeftOvers } from "mle/io/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { plainPictures } from "./plain_pictures.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

const SPLITS = {
  train: plainPictures([0, 1, 2, 3, 4, 5]),
  val: plainPictures([3]),
  test: plainPictures([4, 5]),
};

/** Loads with `$MLE_DATA` set to a folder. */
async function loadWith<T = Signs>(
  userData: { path: string },
  load: () => Promise<T> = loadSigns as () => Promise<T>,
): Promise<T> {
  const former = Deno.env.get("MLE_DATA");
  Deno.env.set("MLE_DATA", userData.path);
  try {
    return await load();
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
  assertEquals((await loadSigns(dir)).origin, dir);
  await assertRejects(
    () => loadSigns(userData.at("none")),
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

Deno.test("loadSigns recognizes the stand-in in any folder", async () => {
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

Deno.test("loadSigns recognizes the stand-in without its note, and names what is unusual", async () => {
  await using userData = await temporaryFolder();
  const dir = userData.at("sign_data");
  await Deno.mkdir(dir);
  await writeNpyPictures(dir, await loadStandIn(SIGNS_STAND_IN_DIR));
  const { standIn, notice } = await loadSigns(dir);
  assertEquals({ standIn, notice }, {
    standIn: true,
    notice: "synthetic stand-in, not SIGNS",
  });
  await assertRejects(
    () => importSigns(dir, new Generator(0)),
    DataError,
    "expected SIGNS, got the synthetic stand-in, not SIGNS",
  );
  await writeNpyPictures(dir, SPLITS);
  assertEquals(
    (await loadSigns(dir)).notice,
    "6/1/2 pictures, where the sheet has 960/120/120; no picture of class 0, " +
      "1, 2, 4, 5 in val; no picture of class 0, 1, 2, 3 in test",
  );
});

Deno.test("$MLE_DATA that names the wrong folder is refused, with the right one", async () => {
  await using userData = await userDataWithSigns();
  await Deno.mkdir(userData.at("empty"));
  const wrong: [folder: string, complaint: string][] = [
    [
      userData.at("none"),
      "got nothing: it does not exist. Correct MLE_DATA, or unset it: " +
      "then the project's own data are used",
    ],
    [userData.at("empty"), "got an empty one. Correct MLE_DATA"],
    [userData.at("sign_data", "X_val.npy"), "got a file. Correct MLE_DATA"],
    [
      userData.at("sign_data"),
      "got one with X_test.npy, X_train.npy, X_val.npy, …. Set MLE_DATA=" +
      userData.path,
    ],
  ];
  for (const [path, complaint] of wrong) {
    for (const load of [loadSigns, loadFashionMnist]) {
      const error = await assertRejects(
        () => loadWith({ path }, load),
        DataError,
      );
      assertStringIncludes(error.message, complaint);
    }
  }
  await using above = await temporaryFolder();
  await Deno.symlink(userData.path, above.at("data"));
  await assertRejects(
    () => loadWith(above),
    DataError,
    `got one with data. Set MLE_DATA=${above.at("data")}`,
  );
});

Deno.test("a data set whose replacement was killed between two renames is found again", async () => {
  await using dir = await userDataWithSigns();
  const place = dir.at("sign_data");
  const former = `${place}.${crypto.randomUUID()}.old`;
  await Deno.rename(place, former);
  await clearLeftOvers(place);
  assertEquals(dir.names(), ["sign_data"]);
});

Deno.test("the stand-in takes the place of SIGNS where that is asked for", async () => {
  await using userData = await userDataWithSigns();
  Deno.env.set("MLE_STAND_IN", "1");
  try {
    assertEquals((await loadWith(userData)).standIn, true);
  } finally {
    Deno.env.delete("MLE_STAND_IN");
  }
  assertEquals((await loadWith(userData)).standIn, false);
});
