import { convOutputSize } from "./conv_output_size.ts";

/**
 * What is left of a picture where the encoder flattens it: 64 feature maps; each
 * of the three poolings takes off one pixel.
 *
 * Height and width of a picture → channels, height and width
 */
export function encoderFeatures(
  height: number,
  width: number,
): [channels: number, height: number, width: number] {
  const along = (size: number) => {
    for (let block = 1; block <= 3; block++) {
      size = convOutputSize({ size, kernelSize: 3, padding: 1 });
      size = convOutputSize({ size, kernelSize: 2, stride: 1 });
    }
    return size;
  };
  return [64, along(height), along(width)];
}
