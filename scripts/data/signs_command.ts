import { Command, Option } from "commander";
// Not from mod.ts, which loads TensorFlow: data can be imported before that is
// installed.
import { DataError } from "mle/data/data_error.ts";
import { type ImportedSigns, importSigns } from "mle/data/import_signs.ts";
import {
  isNpyFile,
  type Splits,
  writeNpyPictures,
} from "mle/data/npy_pictures.ts";
import { countPerClass } from "mle/data/labelled_pictures.ts";
import { SIGNS_DIR } from "mle/data/find_signs.ts";
import { SIGNS_FORMAT } from "mle/data/signs_format.ts";
import {
  checkReplaceable,
  namesIn,
  writeFolderAtomically,
} from "mle/io/mod.ts";
import { Generator } from "mle/random/mod.ts";
import { userPath } from "../shared/command_line.ts";
import { integerFrom } from "../shared/number_options.ts";
import { Progress } from "../shared/progress.ts";

interface SignsOptions {
  from: string;
  to: string;
  seed: number;
  force: boolean;
}

const FORMS = `
PATH is a folder, a .zip or an .npz with one of these:
  train_signs.h5, test_signs.h5   the course's HDF5 files
  X_train.npy, Y_train.npy, ...   the six .npy files
  <label>_....jpg or .png         pictures whose names begin with their label,
                                  0 to 5, or in folders of that name; also in
                                  folders train_signs, val_signs, test_signs
What is not split yet is split at random: 160 pictures of each class for
training, 20 for validation, 20 for testing.`;

/** The command `signs`: imports SIGNS as six `.npy` files. */
export function signsCommand(): Command {
  return new Command("signs")
    .description("Import SIGNS (64x64 pictures of hands that show 0 to 5).")
    .requiredOption("--from <path>", "the folder or archive with the pictures")
    .addOption(
      new Option("--to <dir>", "the folder to write the six .npy files to")
        .default(SIGNS_DIR, "data/sign_data"),
    )
    .option("--seed <n>", "the seed of the random split", integerFrom(0), 42)
    .option("--force", "replace a data set in that folder", false)
    .addHelpText("after", FORMS)
    .action(runImport);
}

async function runImport(options: SignsOptions): Promise<void> {
  const { seed, force } = options;
  const [from, to] = [userPath(options.from), userPath(options.to)];
  await checkTarget(to, force);
  const progress = new Progress();
  progress.start("Reading pictures");
  const signs = await readSigns(from, seed, progress).catch((error) => {
    progress.failed();
    throw error;
  });
  progress.done(`${signs.source} from ${from}`);
  report(signs);
  for (const warning of signs.warnings) console.log(`WARNING: ${warning}`);
  await writeFolderAtomically(to, (dir) => writeNpyPictures(dir, signs));
  console.log(`Wrote ${to}`);
}

async function readSigns(
  from: string,
  seed: number,
  progress: Progress,
): Promise<ImportedSigns> {
  const read = (dir: string) =>
    importSigns(dir, new Generator(seed), (done, total) => {
      progress.detail(`${done} of ${total}`);
    });
  if (!/\.(zip|npz)$/i.test(from) || await isFolder(from)) {
    return await read(from);
  }
  const { unpackZip } = await import("./unpack.ts");
  const dir = await Deno.makeTempDir({ prefix: "mle-signs-" });
  try {
    await unpackZip(from, dir);
    return await read(dir);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { path, expected, found, advice } = error;
    throw new DataError(path.replace(dir, from), expected, found, advice);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((it) => it.isDirectory, () => false);
}

/** Even --force may only replace such a data set. */
async function checkTarget(dir: string, force: boolean): Promise<void> {
  await checkReplaceable(dir);
  const names = await namesIn(dir) ?? [];
  const other = names.filter((name) => !isNpyFile(name));
  if (names.length === 0 || (force && other.length === 0)) return;
  throw new Error(
    `Cannot write ${dir}: expected no such folder or an empty one, got one with ` +
      (other.length === 0
        ? "a data set. Use --force to replace it"
        : `${other[0]}, which is no part of a data set`),
  );
}

function report(signs: Splits): void {
  for (const split of ["train", "val", "test"] as const) {
    const { count, labels } = signs[split];
    const perClass = countPerClass(labels, SIGNS_FORMAT.classCount);
    console.log(
      `${split.padEnd(5)} ${count} pictures; of classes 0 to 5: ` +
        perClass.join(", "),
    );
  }
}
