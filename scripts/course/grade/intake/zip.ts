import {
  configure,
  type FileEntry,
  Reader,
  Uint8ArrayReader,
  ZipReader,
} from "@zip.js/zip.js";
import {
  type FoundFile,
  kindOf,
  NO_ZIP,
  saidIn,
  tooLarge,
  type UnpackBudget,
} from "./found_file.ts";

configure({ useWebWorkers: false });

const LINK = 0o120000;
const FILE_TYPE = 0o170000;
const MAX_NAME = 255; // characters; as file systems have it

class TooLargeError extends Error {}

/** Finds the files in a zip, and in the zips in it; nothing is written. */
export async function* zipOnDisk(
  file: string,
  budget: UnpackBudget,
  prefix = "",
  path = file,
): AsyncGenerator<FoundFile> {
  using open = await Deno.open(file);
  const { size } = await open.stat();
  yield* filesInZip(new DiskReader(open, size), {
    path,
    prefix,
    budget,
    depth: 1,
  });
}

interface Archive {
  path: string;
  /** What comes before the names of its entries. */
  prefix: string;
  budget: UnpackBudget;
  depth: number;
}

async function* filesInZip(
  reader: Reader<unknown>,
  archive: Archive,
): AsyncGenerator<FoundFile> {
  const { path, prefix, budget } = archive;
  const { limits } = budget;
  // We write no file by an entry's name, so a bad one costs itself only.
  const zip = new ZipReader(reader, { filenameValidation: "tolerant" });
  const seen = new Set<string>();
  let count = 0;
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      if (++count > limits.entries) {
        throw new TooLargeError(`more than ${limits.entries} entries`);
      }
      if (entry.directory) continue;
      const name = prefix + entry.filename.replaceAll("\\", "/");
      const kind = kindOf(name);
      if (kind === "ignored") continue;
      if (name.split("/").some(({ length }) => length > MAX_NAME)) {
        yield { path, problem: "A file's name in the zip is too long." };
        continue;
      }
      if (kind === "other") {
        // A time in a zip may be its student's own.
        const { text: _, ...said } = await saidIn(
          name,
          budget,
          (most) => small(entry, most),
        );
        yield { path: name, other: true, ...said };
        continue;
      }
      const problem = problemWith(entry) ??
        (seen.has(name) ? "The zip holds two files of this name." : undefined);
      seen.add(name);
      if (problem !== undefined) yield { path: name, problem };
      else yield* unpack(entry, name, archive);
    }
  } catch (error) {
    yield { path, problem: `The zip cannot be read: ${messageOf(error)}.` };
  } finally {
    await zip.close();
  }
}

/** What is too large or broken is as if it said nothing. */
async function small(
  entry: FileEntry,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  return problemWith(entry)
    ? undefined
    : await contentOf(entry, maxBytes).catch(() => undefined);
}

function problemWith(entry: FileEntry): string | undefined {
  const { filename } = entry;
  const mode = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (mode === LINK) return "The file is a link.";
  if (mode !== 0 && mode !== 0o100000) return "The file is a device.";
  if (/^([/\\]|[a-z]:)/i.test(filename)) {
    return "The file's path in the zip is absolute.";
  }
  if (filename.split(/[/\\]/).includes("..")) {
    return 'The file\'s path in the zip leads out of it ("..").';
  }
  if (entry.encrypted) return "The file in the zip is encrypted.";
  if (kindOf(filename) === "other archive") return NO_ZIP;
  return undefined;
}

async function* unpack(
  entry: FileEntry,
  path: string,
  archive: Archive,
): AsyncGenerator<FoundFile> {
  const { budget, depth } = archive;
  const { limits } = budget;
  const isArchive = kindOf(path) === "archive";
  if (isArchive && depth >= limits.depth) {
    return yield { path, problem: "Too many zips inside of each other." };
  }
  const most = isArchive ? limits.archiveBytes : limits.notebookBytes;
  let bytes: Uint8Array;
  try {
    bytes = await contentOf(entry, Math.min(most, budget.left(path)));
  } catch (error) {
    const problem = error instanceof TooLargeError
      ? budget.left(path) < most
        ? "All that was handed in with it is too large, unpacked."
        : tooLarge(most)
      : `The file in the zip cannot be read: ${messageOf(error)}.`;
    return yield { path, problem };
  }
  budget.use(path, bytes.length);
  if (!isArchive) return yield { path, bytes };
  yield* filesInZip(new Uint8ArrayReader(bytes), {
    path,
    prefix: path.slice(0, -4) + "/",
    budget,
    depth: depth + 1,
  });
}

/** Unpacks an entry; what it says of its own size is not believed. */
async function contentOf(
  entry: FileEntry,
  maxBytes: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  if (entry.uncompressedSize > maxBytes) throw new TooLargeError();
  await entry.getData(
    new WritableStream<Uint8Array>({
      write(piece) {
        size += piece.length;
        if (size > maxBytes) throw new TooLargeError();
        pieces.push(piece);
      },
    }),
    { checkCrc32: true },
  );
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}

function messageOf(error: unknown): string {
  return (error as Error).message.toLowerCase().replace(/\.$/, "");
}

/** Reads a zip piece by piece from an open file. */
class DiskReader extends Reader<Deno.FsFile> {
  constructor(readonly file: Deno.FsFile, size: number) {
    super(file);
    this.size = size;
  }

  override async readUint8Array(
    index: number,
    length: number,
  ): Promise<Uint8Array> {
    await this.file.seek(index, Deno.SeekMode.Start);
    const bytes = new Uint8Array(Math.min(length, this.size - index));
    let filled = 0;
    while (filled < bytes.length) {
      const count = await this.file.read(bytes.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }
}
