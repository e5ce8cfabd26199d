/**
 * The index of the greatest number of each row; the first one, if there are
 * several.
 *
 * @param scores [count, classes], row by row.
 * @throws {RangeError} if the scores are not whole rows.
 */
export function argMax(
  scores: ArrayLike<number>,
  classCount: number,
): Int32Array {
  if (scores.length % classCount !== 0) {
    throw new RangeError(
      `Cannot take the arg max: expected rows of ${classCount} scores, got ` +
        `${scores.length} in all`,
    );
  }
  const predicted = new Int32Array(scores.length / classCount);
  for (let row = 0; row < predicted.length; row++) {
    const start = row * classCount;
    for (let c = 1; c < classCount; c++) {
      if (scores[start + c] > scores[start + predicted[row]]) {
        predicted[row] = c;
      }
    }
  }
  return predicted;
}

function checkSameCount(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
): void {
  if (predicted.length !== labels.length || labels.length === 0) {
    throw new RangeError(
      "Cannot compare predictions with labels: expected equally " +
        `many of both, at least one, got ${predicted.length} and ` +
        `${labels.length}`,
    );
  }
}

/** The number of correct predictions. */
export function countCorrect(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  checkSameCount(predicted, labels);
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    if (predicted[i] === labels[i]) correct++;
  }
  return correct;
}

/** The share of predictions that are correct, 0 … 1. */
export function accuracy(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  return countCorrect(predicted, labels) / labels.length;
}

/**
 * Counts how often each class was predicted as each class: row = true class,
 * column = predicted class.
 *
 * @throws {RangeError} if a class is not one of 0 … classCount − 1.
 */
export function confusionMatrix(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
  classCount: number,
): number[][] {
  checkSameCount(predicted, labels);
  const pairs = Array.from(
    labels,
    (label, i) => [label, predicted[i]] as const,
  );
  return countPairs(pairs, classCount, "count confusions", "taken for");
}

/** Counts pairs of classes: the first is the row, the second the column. */
export function countPairs(
  pairs: Iterable<readonly [row: number, column: number]>,
  classCount: number,
  action: string,
  relation: string,
): number[][] {
  const matrix = Array.from(
    { length: classCount },
    () => new Array<number>(classCount).fill(0),
  );
  for (const [row, column] of pairs) {
    if (matrix[row]?.[column] === undefined) {
      throw new RangeError(
        `Cannot ${action}: expected classes 0 … ${classCount - 1}, got ` +
          `${row} ${relation} ${column}`,
      );
    }
    matrix[row][column]++;
  }
  return matrix;
}

/** For each class the share of its samples that were recognised; NaN if it has none. */
export function perClassAccuracy(matrix: readonly number[][]): number[] {
  return matrix.map((row, c) => row[c] / row.reduce((sum, n) => sum + n, 0));
}
