/**
 * Linux's `MADV_DONTNEED`: pages are read back from the file when they are
 * used.
 */
const DONT_NEED = 4;

/**
 * Removes the unmodified pages of a loaded library from this process's resident
 * memory. The system keeps them in its file cache; while it does, using a page
 * again costs a page fault but no disk access.
 *
 * Has no effect on systems other than Linux, or if Linux does not tell what is
 * mapped.
 *
 * @param name The beginning of the library's file name, such as `libtensorflow`.
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
  /** The path of its file; empty if it has none. */
  file: string;
  /**
   * Whether it maps a file without any pages that differ from it or may come
   * to.
   */
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
