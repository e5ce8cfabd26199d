/** The kinds of regions that a teacher's code cell may have. */
export type RegionName = "SOLUTION" | "PROMPT" | "HIDDEN TESTS";

/** A region of a cell: its lines, without those that mark it. */
export interface Region {
  name: RegionName;
  lines: string[];
  /** Index of the line that begins it. */
  start: number;
  /** Index of the line that ends it. */
  end: number;
}

const MARK = /^\s*\/\/ (BEGIN|END) (SOLUTION|PROMPT|HIDDEN TESTS)\s*$/;
const LOOSE_MARK = /\b(BEGIN|END) (SOLUTION|PROMPT|HIDDEN)/;

/**
 * The regions of a cell, in order.
 *
 * @throws {TypeError} if a mark is not written as expected, one has no partner,
 * or one region stands in another.
 */
export function regionsOf(source: string): Region[] {
  const regions: Region[] = [];
  const lines = source.split("\n");
  let open: { name: RegionName; start: number } | undefined;
  lines.forEach((line, index) => {
    const mark = MARK.exec(line);
    if (!mark) {
      if (LOOSE_MARK.test(line)) {
        throw new TypeError(
          "expected a region's mark as in // BEGIN SOLUTION, got " +
            line.trim(),
        );
      }
      return;
    }
    const [, kind, name] = mark as unknown as [string, string, RegionName];
    if (kind === "BEGIN") {
      if (open) {
        throw new TypeError(
          `expected // END ${open.name}, got ${line.trim()}`,
        );
      }
      open = { name, start: index };
    } else {
      if (open?.name !== name) {
        throw new TypeError(
          `expected ${open ? `// END ${open.name}` : `// BEGIN ${name}`}, ` +
            `got ${line.trim()}`,
        );
      }
      const { start } = open;
      regions.push({
        name,
        lines: lines.slice(start + 1, index),
        start,
        end: index,
      });
      open = undefined;
    }
  });
  if (open) throw new TypeError(`expected // END ${open.name}, got no more`);
  return regions;
}

/** The text of a region, if the cell has it. */
export function regionText(
  source: string,
  name: RegionName,
): string | undefined {
  return regionsOf(source).find((region) => region.name === name)?.lines
    .join("\n");
}

/** What a student gets as the start of an answer: the prompt, no longer a comment. */
export function promptOf(source: string): string | undefined {
  return regionText(source, "PROMPT")?.replaceAll(/^\/\/ ?/gm, "");
}

/** The cell with its prompt as code, without the lines that mark it. */
export function withPromptAsCode(source: string): string {
  const prompt = regionsOf(source).find(({ name }) => name === "PROMPT");
  if (!prompt) return source;
  const lines = source.split("\n");
  const code = promptOf(source)!.split("\n");
  lines.splice(prompt.start, prompt.end - prompt.start + 1, ...code);
  return lines.join("\n");
}
