import { InvalidArgumentError } from "commander";

/** Parses an option's value as an integer of at least `min`. */
export function integerFrom(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isInteger = /^\d+$/.test(text) && Number.isSafeInteger(value);
    if (isInteger && value >= min) return value;
    throw new InvalidArgumentError(
      `Expected an integer from ${min} on, got ${text}.`,
    );
  };
}

/** Parses an option's value as a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError(`Expected a number above 0, got ${text}.`);
}
