// deno-lint-ignore-file no-unused-vars
/**
 * What is left of a picture of height × width where the encoder flattens it.
 */
function encoderFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  // TODO: follow one axis through the layers of the table.
  throw new Error("encoderFeatures is not implemented");
}
