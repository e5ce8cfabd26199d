import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import pl from "nodejs-polars";
import { findFashionMnist, loadSigns } from "mle/data/mod.ts";
import { exists, namesIn } from "mle/io/mod.ts";
import {
  CnnClassifier,
  trainClassifier,
  trainWithRates,
} from "mle/sheet/mod.ts";
import { loadersOf } from "../../../scripts/course/train/cnn_command.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";
import { folderWithData } from "../train/small_signs.ts";
import { ended, startProgram, train } from "../train/train_program.ts";

const sweep = (...args: string[]) => ended(startProgram("sweep", ...args));

/** A history without the times, which differ. */
const rowsOf = (csv: string) => pl.readCSV(csv).drop("durationMs").toRecords();

Deno.test("a sweep trains all combinations once, as train and Exercise 2 do with more threads", async () => {
  await using dir = await folderWithData();
  const args = (rates: string) => [
    ...["cnn", "--lr", rates, "--seed", "1..2", "--epochs", "2"],
    ...["--data", dir.at("data"), "--out", dir.at("out")],
  ];
  const first = await sweep(...args("1e-3"));
  assertEquals([first.code, first.stderr], [0, ""]);
  assertStringIncludes(first.stdout, "2 of 2 trained, 2 in all");
  const { stdout } = await sweep(...args("1e-3,0.01"));
  assertMatch(stdout, /│ .*SIGNS/); // the data, which may be a stand-in
  assertStringIncludes(stdout, "2 of 2 trained, 4 in all");

  const table = pl.readCSV(dir.at("out", "sweep.csv"));
  assertEquals(
    table.select("lr", "seed", "epochs", "epoch").rows(),
    [0.001, 0.01].flatMap((lr) =>
      [1, 2].flatMap((seed) => [1, 2].map((epoch) => [lr, seed, 2, epoch]))
    ).toSorted(([a, b], [c, d]) => b - d || a - c),
  );
  assertEquals(
    pl.readParquet(dir.at("out", "sweep.parquet")).toRecords(),
    table.toRecords(),
  );
  const svg = await Deno.readTextFile(dir.at("out", "sweep.svg"));
  for (const text of ["lr 0.001", "lr 0.01", "valAccuracy"]) {
    assertStringIncludes(svg, text);
  }

  const alone = dir.at("alone");
  await train(
    ...["cnn", "--lr", "0.01", "--seed", "2", "--epochs", "2"],
    ...["--data", dir.at("data"), "--out", alone],
  );
  const own = table.filter(pl.col("lr").eq(0.01).and(pl.col("seed").eq(2)))
    .drop("seed", "epochs", "lr", "durationMs");
  assertEquals(own.toRecords(), rowsOf(join(alone, "history.csv")));

  const { trainLoader, valLoader } = loadersOf(await loadSigns(dir.at("data")));
  const study = await trainWithRates(
    [0.001, 0.01],
    [1, 2],
    () => new CnnClassifier(),
    (model, optimizer) =>
      trainClassifier(model, {
        ...{ trainLoader, valLoader, optimizer, epochs: 2, print() {} },
      }),
  );
  const columns = ["lr", "seed", "epoch", "trainLoss", "valAccuracy"];
  assertEquals(
    table.sort(["lr", "seed", "epoch"]).select(...columns).toRecords(),
    pl.DataFrame(study).select(...columns).toRecords(),
  );
});

Deno.test("a run that diverges is left out and named; a damaged one is no result", async () => {
  await using dir = await folderWithData();
  const args = ["cnn", "--lr", "1e-3,1e18", "--seed", "1", "--epochs", "3"]
    .concat(["--data", dir.at("data"), "--out", dir.at("out")]);
  const { code, stderr } = await sweep(...args);
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Some runs failed, and are left out");
  assertStringIncludes(stderr, "expected a finite loss");
  const table = pl.readCSV(dir.at("out", "sweep.csv"));
  assertEquals(
    table.select("lr", "epoch").rows(),
    [1, 2, 3].map((epoch) => [
      0.001,
      epoch,
    ]),
  );

  const [trained] = (await namesIn(dir.at("out")))!
    .filter((name) => !/1e\+?18|sweep/.test(name));
  const path = dir.at("out", trained, "history.csv");
  const csv = await Deno.readTextFile(path);
  for (const damaged of ["", csv.replace(/,1,/, ",abc,"), "\xff\xfe"]) {
    await Deno.writeTextFile(path, damaged);
    const again = await sweep(...args);
    assertEquals(again.code, 1);
    assertStringIncludes(again.stderr, path);
    assertStringIncludes(again.stderr, "Delete its folder");
  }
});

Deno.test("Stop ends all runs of a sweep; if all fail, it fails", async () => {
  await using dir = await folderWithData();
  const out = dir.at("out");
  const args = ["cnn", "--seed", "1..3", "--epochs", "100000"]
    .concat(["--data", dir.at("data"), "--out", out]);
  const child = startProgram("sweep", ...args);
  const end = ended(child);
  const locks = async () =>
    (await namesIn(out) ?? []).map((name) => join(out, name, "lock"));
  while (!(await Promise.all((await locks()).map(exists))).includes(true)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGINT");
  const { code, stdout } = await end;
  assertEquals(code, 130);
  assertStringIncludes(stdout, "Stopped. The same command goes on from here.");
  for (const path of await locks()) {
    if (!await exists(path)) continue;
    using lock = await Deno.open(path, { write: true });
    assert(await lock.tryLock(true), "a run is still going on");
  }
  assert(!await exists(join(out, "sweep.csv")));

  await Deno.writeTextFile(dir.at("file"), "");
  const failed = await sweep(...args.slice(0, -1), dir.at("file", "out"));
  assertEquals(failed.code, 1);
  assertStringIncludes(failed.stderr, "Choose another folder with --out");
});

Deno.test({
  name:
    "lengths of the same training are one run; the longer holds the shorter",
  ignore: await findFashionMnist() === undefined,
  async fn() {
    await using dir = await temporaryFolder();
    const { stdout } = await sweep(
      ...["pca-ae", "--latent", "2", "--epochs", "1,2"],
      ...["--batch-size", "500", "--out", dir.at("out")],
    );
    assertStringIncludes(stdout, "1 of 1 trained, 2 in all");
    const table = pl.readCSV(dir.at("out", "sweep.csv"));
    assertEquals(table.select("epochs", "epoch").rows(), [[1, 1], [2, 1], [
      2,
      2,
    ]]);
    const [short, long] = table.filter(pl.col("epoch").eq(1))
      .drop("epochs").toRecords();
    assertEquals(short, long);
  },
});
