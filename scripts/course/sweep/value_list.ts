import { InvalidArgumentError } from "commander";

const MOST = 10_000;

/**
 * Parses an option's values, such as `1e-4,3e-4` or `1..8`, each as `parse`
 * does; a value given twice counts once.
 */
export function valueList(
  parse: (text: string) => number,
): (text: string) => number[] {
  return (text) => {
    const values = text.split(",").flatMap((item) => {
      const range = /^(\d+)\.\.(\d+)$/.exec(item);
      return range === null
        ? [parse(item)]
        : integers(Number(range[1]), Number(range[2]), item)
          .map((value) => parse(`${value}`));
    });
    return [...new Set(values)];
  };
}

function integers(from: number, to: number, text: string): number[] {
  const count = to - from + 1;
  if (count >= 1 && count <= MOST) {
    return Array.from({ length: count }, (_, i) => from + i);
  }
  throw new InvalidArgumentError(
    `Expected a range of 1 to ${MOST} integers such as 1..8, got "${text}".`,
  );
}
