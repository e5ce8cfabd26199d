export function encoderFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  const shrunk = (length: number) => length - 3;
  return [64, shrunk(height), shrunk(width)];
}
