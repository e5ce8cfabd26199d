/** Linux's `MADV_DONTNEED`: pages come back from the file when they are used. */
const DONT_NEED = 4;

/**
 * Takes those pages of a loaded library out of this process's resident memory
 * that are as they stand in its file. The system goes on caching them as it does
 * any file's; as long as it does, a page that is used again costs a fault, but no
 * reading from the disk.
 *
 * @param name the beginning of the library's file name, say `libtensorflow`.
 *
 * Does nothing but on Linux, and where Linux does not tell what is mapped.
 */
export function unmapFilePages(name: string): void {
  if (Deno.build.os !== "linux") return;
  const mappings = readMappings()
    .filter(({ file, clean }) => clean && file.startsWith(name));
  const libc = Deno.dlopen("libc.so.6", {
    madvise: { parameters: ["u64", "usize", "i32"], result: "i32" },
  });
  for (const { start, end } of mappings) {
    libc.symbols.madvise(start, end - start, DONT_NEED);
  }
  libc.close();
}

interface Mapping {
  start: bigint;
  end: bigint;
  /** The name of its file; empty if it has none. */
  file: string;
  /** Whether it has a file, and nothing that differs from it or may. */
  clean: boolean;
}

function readMappings(): Mapping[] {
  let smaps: string;
  try {
    smaps = Deno.readTextFileSync("/proc/self/smaps");
  } catch {
    return [];
  }
  return smaps.split(/^(?=[\da-f]+-[\da-f]+ )/m).flatMap((text) => {
    const head = /^([\da-f]+)-([\da-f]+) r(.).p .*?(?:\/([^/\n]*))?\n/.exec(
      text,
    );
    if (!head) return [];
    const [, start, end, writable, file = ""] = head;
    const clean = file !== "" && writable === "-" &&
      /^Anonymous: +0 kB$/m.test(text);
    return {
      start: BigInt(`0x${start}`),
      end: BigInt(`0x${end}`),
      file,
      clean,
    };
  });
}
