/** What a file of the wrong kind turns out to be, and what to do about it. */
export interface KindOfFile {
  /** For people, with its article. */
  readonly what: string;
  /** What to do, if anything. */
  readonly advice?: string;
}

const SAVED_PAGE =
  "The address led to a page: log in, then save the file again";

// By their first bytes, each of them read as a character.
const KINDS: readonly [beginning: RegExp, what: string, advice?: string][] = [
  [
    /^version https:\/\/git-lfs\.github\.com/,
    "a Git LFS pointer, which only names the file",
    "`git lfs pull` in the repository that it is from fetches the file",
  ],
  [/^(\xef\xbb\xbf)?\s*<(!doctype|html|head|\?xml)/i, "a web page", SAVED_PAGE],
  [/^\s*\{"(message|error)/, "an error message in JSON", SAVED_PAGE],
  [/^PK\p{Cc}\p{Cc}/u, "a ZIP archive (which .zip, .npz and .pt files are)"],
  [/^\x80\p{Cc}/u, "a pickled Python object"],
  [/^\x89HDF/, "an HDF5 file"],
  [/^\x93NUMPY/, "an .npy file"],
  [/^\p{Cc}\x8b/u, "a file packed with gzip", "Unpack it with `gunzip`"],
  [/^\x89PNG/, "a PNG picture"],
  [/^\xff\xd8\xff/, "a JPEG picture"],
  [
    /^(RIFF....WEBP|....ftyp(heic|heix|mif1|avif))/s,
    "a WebP, HEIC or AVIF picture",
  ],
  [/^(BZh|\xfd7zXZ|7z\xbc\xaf|Rar!)/, "a packed archive", "Unpack it"],
];

/**
 * What a file seems to be, judging by its first bytes; undefined if they do not
 * tell.
 */
export function kindOfFile(bytes: Uint8Array): KindOfFile | undefined {
  if (bytes.length === 0) return { what: "an empty file" };
  const beginning = String.fromCharCode(...bytes.subarray(0, 100));
  const found = KINDS.find(([pattern]) => pattern.test(beginning));
  return found && { what: found[1], advice: found[2] };
}
