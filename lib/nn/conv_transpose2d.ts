import {
  convTranspose2d,
  type ConvTranspose2dOptions,
  refuseMore,
  requireWhole,
  transposeGeometry,
} from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { initWeightAndBias } from "./init.ts";
import { filterLayout } from "./layout.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./state.ts";

/**
 * A transposed convolution with square kernels and a bias, channels last:
 * [batch, height, width, inChannels] →
 * [batch, (height − 1)·stride − 2·padding + kernelSize + outputPadding,
 * likewise width, outChannels].
 *
 * Source: as torch.nn.ConvTranspose2d, without dilation and groups.
 */
export class ConvTranspose2d extends Module {
  /**
   * The filters; [inChannels, outChannels, kernelSize, kernelSize] in a state
   * dict.
   */
  readonly weight: Parameter;
  /** The bias of each output channel, [outChannels]. */
  readonly bias: Parameter;
  /** The stride, padding and output padding, as given. */
  readonly options: ConvTranspose2dOptions;

  /**
   * Initialises weight and bias from the default generator.
   *
   * @throws {TypeError} for an option that there is not, or of a wrong kind.
   * @throws {RangeError} for a size that cannot be, or an output padding that is
   * not less than the stride.
   */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    options: ConvTranspose2dOptions = {},
    ...more: never[]
  ) {
    super();
    const action = "make ConvTranspose2d";
    requireWhole(action, "a number of input channels", inChannels, 1);
    requireWhole(action, "a number of output channels", outChannels, 1);
    requireWhole(action, "a kernel size", kernelSize, 1);
    transposeGeometry(action, options);
    refuseMore(action, more);
    const shape = [inChannels, outChannels, kernelSize, kernelSize];
    ({ weight: this.weight, bias: this.bias } = initWeightAndBias(
      filterLayout(shape),
      outChannels * kernelSize ** 2, // PyTorch's fan-in, which counts the outputs here
      outChannels,
    ));
    this.options = options;
  }

  /**
   * Applies the transposed convolution to `x`, [batch, height, width,
   * inChannels].
   */
  forward(x: Tensor): Tensor {
    return convTranspose2d(
      x,
      this.weight.value,
      this.bias.value,
      this.options,
    );
  }
}
