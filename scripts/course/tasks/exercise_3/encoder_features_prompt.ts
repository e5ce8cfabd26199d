// deno-lint-ignore-file no-unused-vars
/**
 * The shape that the encoder flattens, of a picture of height × width.
 */
function encoderFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  // TODO: follow one axis through the layers of the table.
  throw new Error("encoderFeatures is not implemented");
}
