export function classifierFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  const shrunk = (length: number) => Math.floor(Math.floor(length / 2) / 2);
  return [8, shrunk(height), shrunk(width)];
}
