import { TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { Uint8ArrayReader } from "@zip.js/zip.js";

/** What a zip of the tests holds. */
export interface ZipEntry {
  name: string;
  content: string | Uint8Array;
  /** Whether the entry is a link, whose content is its target. */
  link?: boolean;
  password?: string;
}

/** A zip with these entries, whatever they are called. */
export async function zipOf(entries: ZipEntry[]): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  const renames: [string, string][] = [];
  for (const [i, { name, content, link, password }] of entries.entries()) {
    // The library writes no name twice; another of the same length does.
    const isTwice = entries.findIndex((entry) => entry.name === name) < i;
    const written = isTwice ? `\x01${name.slice(1)}` : name;
    if (isTwice) renames.push([written, name]);
    await zip.add(
      written,
      typeof content === "string"
        ? new TextReader(content)
        : new Uint8ArrayReader(content),
      {
        password,
        ...link
          ? {
            versionMadeBy: 0x0314,
            externalFileAttributes: 0o120777 << 16 >>> 0,
          }
          : {},
      },
    );
  }
  const bytes = await zip.close();
  for (const [from, to] of renames) replaceAll(bytes, from, to);
  return bytes;
}

/** Makes a zip say that its entries are smaller than they are. */
export function lieAboutSize(zip: Uint8Array, claimed: number): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  for (let i = 0; i + 46 < copy.length; i++) {
    const signature = view.getUint32(i, true);
    if (signature === 0x02014b50) view.setUint32(i + 24, claimed, true);
    if (signature === 0x04034b50) view.setUint32(i + 22, claimed, true);
  }
  return copy;
}

function replaceAll(bytes: Uint8Array, from: string, to: string): void {
  const [old, fresh] = [from, to].map((text) => new TextEncoder().encode(text));
  for (let i = 0; i + old.length <= bytes.length; i++) {
    if (old.every((byte, k) => bytes[i + k] === byte)) bytes.set(fresh, i);
  }
}
