import h5 from "h5wasm/node";
import type { WritableNpyData } from "mle/data/npy_dtype.ts";

/** One dataset of an HDF5 file. */
export interface Hdf5Dataset {
  data: WritableNpyData;
  shape: number[];
}

/** Writes an HDF5 file in the old layout that the course's have. */
export async function writeHdf5(
  path: string,
  datasets: Record<string, Hdf5Dataset>,
): Promise<void> {
  await h5.ready;
  const file = new h5.File(path, "w", { libver: ["earliest", "latest"] });
  for (const [name, dataset] of Object.entries(datasets)) {
    file.create_dataset({ name, ...dataset });
  }
  file.close();
}
