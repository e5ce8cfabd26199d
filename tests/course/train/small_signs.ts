import type { LabelledPictures } from "mle/data/mod.ts";
import { writeNpyPictures } from "mle/data/npy_pictures.ts";
import { Generator } from "mle/random/mod.ts";
import {
  type TemporaryFolder,
  temporaryFolder,
} from "../../data/temporary_folder.ts";

const generator = new Generator(0);

function noise(count: number): LabelledPictures {
  const size = 64 * 64 * 3;
  const pixels = Uint8Array.from(generator.uniform(count * size, 0, 255));
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 6);
  return { pixels, labels, count, height: 64, width: 64, channels: 3 };
}

/** A folder with a small data set in `data`. */
export async function folderWithData(): Promise<TemporaryFolder> {
  const dir = await temporaryFolder();
  await Deno.mkdir(dir.at("data"));
  await writeNpyPictures(dir.at("data"), {
    train: noise(100),
    val: noise(12),
    test: noise(12),
  });
  return dir;
}
