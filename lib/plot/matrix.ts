/**
 * Checks that a matrix is a confusion matrix: counts, with one row and one
 * column per class.
 *
 * @throws TypeError if the shape does not fit the class names.
 * @throws RangeError if an entry is not a count.
 */
export function checkConfusionMatrix(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
): void {
  const count = classNames.length;
  const action = "Cannot draw confusion matrix";
  if (
    count === 0 || matrix.length !== count ||
    matrix.some((row) => row.length !== count)
  ) {
    const rows = matrix.map((row) => row.length).join(", ");
    throw new TypeError(
      `${action}: expected ${count} rows of ${count} numbers for ${count} class names, ` +
        `got rows of [${rows}] numbers`,
    );
  }
  for (const [row, counts] of matrix.entries()) {
    for (const [column, value] of counts.entries()) {
      if (!Number.isInteger(value) || value < 0) {
        throw new RangeError(
          `${action}: expected counts, got ${value} in row ${row}, column ${column}`,
        );
      }
    }
  }
}

/** The sum of counts. */
export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
