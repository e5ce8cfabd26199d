import { convOutputSize } from "./conv_output_size.ts";

/**
 * What is left of a picture where the classifier flattens it: 8 feature maps,
 * halved twice.
 *
 * Height and width of a picture → channels, height and width
 */
export function classifierFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  const along = (size: number) => {
    for (let block = 1; block <= 2; block++) {
      size = convOutputSize({ size, kernelSize: 3, padding: 1 });
      size = convOutputSize({ size, kernelSize: 2, stride: 2 });
    }
    return size;
  };
  return [8, along(height), along(width)];
}
