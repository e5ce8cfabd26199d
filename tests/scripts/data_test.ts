import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { runPython } from "../python.ts";
import { writeNpyPictures } from "mle/data/npy_pictures.ts";
import { selectPictures } from "mle/data/labelled_pictures.ts";
import { loadSigns } from "mle/data/signs.ts";
import { labelsPerClass, plainPictures } from "../data/plain_pictures.ts";
import { writeHdf5 } from "../data/hdf5_file.ts";
import {
  type TemporaryFolder,
  temporaryFolder,
} from "../data/temporary_folder.ts";

const SCRIPT = join(import.meta.dirname!, "..", "..", "scripts", "data.ts");

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `deno task data` without the set-up; relative paths are from `cwd`. */
async function data(cwd: TemporaryFolder, ...args: string[]): Promise<Outcome> {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", SCRIPT, ...args],
    env: { INIT_CWD: cwd.path, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

async function writeNpySet(dir: string): Promise<void> {
  await Deno.mkdir(dir);
  const [train, val, test] = [[0, 1, 2, 3, 4, 5], [2], [3]].map((labels) =>
    plainPictures(labels)
  );
  await writeNpyPictures(dir, { train, val, test });
}

Deno.test("data signs imports HDF5 files and reports what it did", async () => {
  await using dir = await temporaryFolder();
  const train = plainPictures(labelsPerClass(180));
  const test = selectPictures(
    train,
    labelsPerClass(20).map((label, i) => 180 * label + i % 20),
  );
  for (const [name, set] of Object.entries({ train, test })) {
    const { pixels, labels, count } = set;
    await writeHdf5(dir.at(`${name}_signs.h5`), {
      [`${name}_set_x`]: { data: pixels, shape: [count, 64, 64, 3] },
      [`${name}_set_y`]: { data: labels, shape: [1, count] },
    });
  }
  const { code, stdout, stderr } = await data(
    dir,
    ...["signs", "--from", ".", "--to", "set", "--seed", "7"],
  );
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertStringIncludes(
    stdout,
    "train_signs.h5 and test_signs.h5 from " + dir.path,
  );
  assertStringIncludes(
    stdout,
    "train 960 pictures; of classes 0 to 5: 160, 160, 160, 160, 160, 160\n" +
      "val   120 pictures; of classes 0 to 5: 20, 20, 20, 20, 20, 20\n" +
      "test  120 pictures; of classes 0 to 5: 20, 20, 20, 20, 20, 20\n" +
      "WARNING: 110 of 120 pictures in test are in train, too\n" +
      `Wrote ${dir.at("set")}\n`,
  );
  const signs = await loadSigns(dir.at("set"));
  assertEquals([signs.train.count, signs.val.count, signs.test.count], [
    960,
    120,
    120,
  ]);
  assertEquals(dir.names(), ["set", "test_signs.h5", "train_signs.h5"]);
});

Deno.test("data signs replaces a set only with --force, and nothing else ever", async () => {
  await using dir = await temporaryFolder();
  await writeNpySet(dir.at("from"));
  await writeNpySet(dir.at("to"));
  const args = ["signs", "--from", "from", "--to", "to"];
  assertEquals(await data(dir, ...args), {
    code: 1,
    stdout: "",
    stderr:
      `Cannot write ${dir.at("to")}: expected no such folder or an empty ` +
      "one, got one with a data set. Use --force to replace it\n",
  });
  assertEquals((await data(dir, ...args, "--force")).code, 0);
  await Deno.writeTextFile(dir.at("to", "thesis.txt"), "");
  assertEquals(await data(dir, ...args, "--force"), {
    code: 1,
    stdout: "",
    stderr:
      `Cannot write ${dir.at("to")}: expected no such folder or an empty ` +
      "one, got one with thesis.txt, which is no part of a data set\n",
  });
  assertEquals(dir.names(), ["from", "to"]);
});

Deno.test("data signs that fails leaves no files and gives the reason in one line", async () => {
  await using dir = await temporaryFolder();
  await writeNpySet(dir.at("from"));
  await Deno.truncate(dir.at("from", "Y_val.npy"), 20);
  const { code, stderr } = await data(
    dir,
    ...["signs", "--from", "from", "--to", "to"],
  );
  assertEquals({ code, stderr }, {
    code: 1,
    stderr:
      `Cannot read ${dir.at("from", "Y_val.npy")}: expected a header of ` +
      "54 bytes as it claims, got 10: the file is truncated\n",
  });
  assertEquals(dir.names(), ["from"]);
});

Deno.test("data explains itself, and refuses a wrong command line with code 2", async () => {
  await using dir = await temporaryFolder();
  const help = await data(dir, "signs", "--help");
  assertEquals(help.code, 0);
  assertStringIncludes(help.stdout, "--from <path>");
  const seed = ["signs", "--from", ".", "--seed", "many"];
  const wrong = [[], ["mnist"], ["signs"], seed];
  const outcomes = await Promise.all(wrong.map((args) => data(dir, ...args)));
  assertEquals(outcomes.map(({ code }) => code), [2, 2, 2, 2]);
  assertStringIncludes(outcomes[0].stderr, "Usage: deno task data");
  assertEquals(outcomes.slice(1).map(({ stderr }) => stderr.split("\n")[0]), [
    "error: unknown command 'mnist'",
    "error: required option '--from <path>' not specified",
    "error: option '--seed <n>' argument 'many' is invalid. " +
    'Expected an integer from 0 on, got "many".',
  ]);
});

Deno.test("data signs reads a downloaded zip as it is, and NumPy's .npz", async () => {
  await using dir = await temporaryFolder();
  await writeNpySet(dir.at("from"));
  await runPython(
    `
import numpy, zipfile
names = [f"{array}_{part}" for array in "XY" for part in ("train", "val", "test")]
with zipfile.ZipFile("signs.zip", "w", zipfile.ZIP_DEFLATED) as packed:
    packed.writestr("__MACOSX/SIGNS/._X_val.npy", b"not an array")
    packed.writestr("SIGNS/README.md", "# SIGNS")
    for name in names:
        packed.write(f"from/{name}.npy", f"SIGNS/{name}.npy")
numpy.savez("signs.npz", **{name: numpy.load(f"from/{name}.npy") for name in names})
`,
    dir.path,
  );
  const expected = await loadSigns(dir.at("from"));
  for (const [name, to] of [["signs.zip", "a"], ["signs.npz", "b"]]) {
    const args = ["signs", "--from", name, "--to", to];
    const { code, stderr } = await data(dir, ...args);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    const { train, val, test } = await loadSigns(dir.at(to));
    assertEquals([train, val, test], [
      expected.train,
      expected.val,
      expected.test,
    ]);
  }
});

Deno.test("data signs names what is wrong with an archive", async () => {
  await using dir = await temporaryFolder();
  await Deno.writeTextFile(dir.at("page.zip"), "<html>log in</html>");
  await runPython(
    `
import zipfile
with zipfile.ZipFile("out.zip", "w") as packed:
    packed.writestr("../X_train.npy", b"")
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
    with packed.open("X_train.npy", "w", force_zip64=True) as entry:
        for _ in range(1025): entry.write(bytes(2 ** 20))
with zipfile.ZipFile("notes.zip", "w") as packed:
    packed.writestr("notes.txt", "")
with zipfile.ZipFile("back.zip", "w") as packed:
    packed.writestr("a\\\\..\\\\..\\\\X_train.npy", b"")
with zipfile.ZipFile("windows.zip", "w") as packed:
    packed.writestr("set\\\\X_train.npy", b"")
with zipfile.ZipFile("part.zip", "w") as packed:
    packed.writestr("a/X_train.npy/b.npy", b"")
    packed.writestr("a/X_train.npy", b"")
with zipfile.ZipFile("twice.zip", "w") as packed:
    packed.writestr("a/X_train.npy", b"")
    packed.writestr("a/X_train.npy", b"other")
`,
    dir.path,
  );
  const complaints: string[] = [];
  for (
    const name of [
      "page",
      "out",
      "bomb",
      "notes",
      "twice",
      "back",
      "windows",
      "part",
    ]
  ) {
    const { code, stderr } = await data(
      dir,
      ...["signs", "--from", `${name}.zip`, "--to", "set"],
    );
    assertEquals(code, 1);
    complaints.push(
      stderr.trimEnd().replaceAll(dir.at(`${name}.zip`), "PATH")
        .replace(/\S+mle-signs-\w+/, "UNPACKED"),
    );
  }
  assertEquals(complaints, [
    "Cannot read PATH: expected an intact ZIP archive, got a web page. The " +
    "address led to a page: log in, then save the file again",
    'Cannot read PATH: expected an intact ZIP archive, got "Unsafe filename"',
    "Cannot read PATH: expected at most 20000 files of 1073741824 bytes in " +
    "all, got more",
    "Cannot read PATH: expected train_signs.h5 and test_signs.h5, the six .npy " +
    "files, or pictures named <label>_….jpg, got a folder with none of these",
    "Cannot read PATH: expected each file once, got a/X_train.npy twice",
    'Cannot read PATH: expected an intact ZIP archive, got "Unsafe filename"',
    "Cannot read PATH/set: expected the files X_train.npy, Y_train.npy, " +
    "X_val.npy, Y_val.npy, X_test.npy, Y_test.npy, got a folder without " +
    "Y_train.npy, X_val.npy, Y_val.npy, X_test.npy, Y_test.npy",
    "Cannot write UNPACKED/a/X_train.npy: Is a directory",
  ]);
  assertEquals(dir.names().includes("set"), false);
});
