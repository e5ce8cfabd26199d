import { InvalidArgumentError } from "commander";

const MAX = Number.MAX_SAFE_INTEGER;

/** Parses an option's value as an integer of at least `min`. */
export function integerFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isInteger = /^\d+$/.test(text);
    const isTooLarge = isInteger && value > MAX;
    if (isInteger && value >= min && !isTooLarge) return value;
    const range = `${min} ${isTooLarge ? `to ${MAX}` : "on"}`;
    throw new InvalidArgumentError(
      `Expected an integer from ${range}, got "${text}".`,
    );
  };
}

/** Parses an option's value as a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError(`Expected a number above 0, got "${text}".`);
}
