import {
  conv2d,
  type Conv2dOptions,
  convGeometry,
  refuseMore,
  requireWhole,
} from "../ops/mod.ts";
import type { Tensor } from "../tf/mod.ts";
import { initWeightAndBias } from "./init.ts";
import { filterLayout } from "./layout.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./state.ts";

/**
 * A convolution with square kernels and a bias, channels last:
 * [batch, height, width, inChannels] →
 * [batch, ⌊(height + 2·padding − kernelSize)/stride⌋ + 1, likewise width,
 * outChannels].
 *
 * Source: as torch.nn.Conv2d, without dilation, groups and other paddings than
 * zeros.
 */
export class Conv2d extends Module {
  /**
   * The filters; [outChannels, inChannels, kernelSize, kernelSize] in a state
   * dict.
   */
  readonly weight: Parameter;
  /** The bias of each output channel, [outChannels]. */
  readonly bias: Parameter;
  /** The stride and padding, as given. */
  readonly options: Conv2dOptions;

  /**
   * Initialises weight and bias from the default generator.
   *
   * @throws {TypeError} for an option that there is not, or of a wrong kind.
   * @throws {RangeError} for a size that cannot be.
   */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    options: Conv2dOptions = {},
    ...more: never[]
  ) {
    super();
    const action = "make Conv2d";
    requireWhole(action, "a number of input channels", inChannels, 1);
    requireWhole(action, "a number of output channels", outChannels, 1);
    requireWhole(action, "a kernel size", kernelSize, 1);
    convGeometry(action, options);
    refuseMore(action, more);
    const shape = [outChannels, inChannels, kernelSize, kernelSize];
    ({ weight: this.weight, bias: this.bias } = initWeightAndBias(
      filterLayout(shape),
      inChannels * kernelSize ** 2,
      outChannels,
    ));
    this.options = options;
  }

  /** Convolves `x`, [batch, height, width, inChannels]. */
  forward(x: Tensor): Tensor {
    return conv2d(x, this.weight.value, this.bias.value, this.options);
  }
}
