import h5, { type Dataset } from "h5wasm";
import { DataError } from "./data_error.ts";
import { unfitFile } from "./unfit_file.ts";

const FIRST_FOREIGN_FILTER = 256; // lower ones are HDF5's own
const LZF = 32000; // h5py's

/** Parts of h5wasm's module that its types omit. */
interface Module {
  /** Turns HDF5's errors into exceptions instead of text on stderr. */
  activate_throwing_error_handler(): void;
  open(
    path: string,
    mode: number,
    trackOrder: boolean,
    lowestVersion: number,
    highestVersion: number,
  ): bigint;
  close_file(id: bigint): number;
  get_plugin_search_paths(): string[];
  H5F_ACC_RDONLY: number;
  FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, bytes: Uint8Array): void;
    truncate(path: string, length: number): void;
    unlink(path: string): void;
  };
}

const module = await h5.ready as unknown as Module;
module.activate_throwing_error_handler();
let lzf: Promise<void> | undefined;

/** Teaches HDF5 to unpack LZF, when first needed. */
function installLzf(): Promise<void> {
  return lzf ??= (async () => {
    const name = "plugins/libH5Zlzf.so";
    const plugin = new URL(name, import.meta.resolve("h5wasm-plugins"));
    const [folder] = module.get_plugin_search_paths();
    module.FS.mkdirTree(folder);
    module.FS.writeFile(`${folder}/libH5Zlzf.so`, await Deno.readFile(plugin));
  })();
}

/** An open HDF5 file. */
export class Hdf5File {
  constructor(readonly path: string, readonly id: bigint) {}

  /**
   * One of the file's datasets.
   *
   * @throws {DataError} if there is no dataset of that name
   */
  dataset(name: string): Dataset {
    const root = new h5.Group(this.id, "/");
    const entity = root.get(name);
    if (entity instanceof h5.Dataset) return entity;
    const names = root.keys().join(", ") || "nothing";
    throw new DataError(this.path, `a dataset ${name}`, `a file with ${names}`);
  }

  /**
   * A dataset's numbers, unpacked.
   *
   * @throws {DataError} if it is packed in a way that is not supported
   */
  async values(name: string): Promise<Dataset["value"]> {
    const dataset = this.dataset(name);
    for (const filter of dataset.filters) {
      if (filter.id < FIRST_FOREIGN_FILTER) continue;
      if (filter.id !== LZF) {
        throw new DataError(
          this.path,
          `${name} packed with gzip or LZF, or not at all`,
          `the filter ${filter.name || filter.id}`,
          "HDF5's own program makes it so: `h5repack -f GZIP=4 OLD NEW`",
        );
      }
      await installLzf();
    }
    return dataset.value;
  }
}

/**
 * Reads from the bytes of an HDF5 file, which HDF5 sees as a file with a unique
 * name, so that whatever it may keep of a damaged file is never found again.
 *
 * @param path The path of the file, for messages.
 * @throws {DataError} if the bytes are not an intact HDF5 file; or by `read`
 */
export async function readHdf5<T>(
  path: string,
  bytes: Uint8Array,
  read: (file: Hdf5File) => Promise<T>,
): Promise<T> {
  const name = `/${crypto.randomUUID()}.h5`;
  module.FS.writeFile(name, bytes);
  let id: bigint | undefined;
  try {
    id = module.open(name, module.H5F_ACC_RDONLY, false, -1, -1);
    return await read(new Hdf5File(path, id));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const why = reasonOf(error);
    if (id !== undefined || isHdf5(bytes)) {
      throw new DataError(path, "an intact HDF5 file", why);
    }
    throw unfitFile(path, "an intact HDF5 file", bytes, why);
  } finally {
    if (id !== undefined) closeQuietly(id);
    module.FS.truncate(name, 0); // in case HDF5 keeps it open after an error
    module.FS.unlink(name);
  }
}

function closeQuietly(id: bigint): void {
  try {
    module.close_file(id);
  } catch {
    // The error has already reported that the file is damaged.
  }
}

const isHdf5 = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(1, 4)) === "HDF";

/** The innermost of the calls that HDF5 reports describes the problem best. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const calls = message.split("\n").filter((line) => /^\s*#\d+:/.test(line));
  const reason = calls.at(-1)?.replace(/^.*\(\): /, "") ??
    message.split("\n")[0];
  const lengths = /eof = (\d+),.*stored_eof = (\d+)/.exec(reason);
  return lengths
    ? `${lengths[1]} of its ${lengths[2]} bytes: it is truncated`
    : `"${reason}"`;
}
