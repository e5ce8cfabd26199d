import {
  BatchNorm2d,
  Conv2d,
  Linear,
  LogSoftmax,
  MaxPool2d,
  Module,
} from "../nn/mod.ts";
import { relu } from "../ops/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";

/**
 * The sheet's classifier of hand signs: two convolutions, each followed by
 * batch normalisation, ReLU and max pooling, then two linear layers; 131,958
 * parameters.
 *
 * [batch, 64, 64, 3], pixels in 0 … 1 → log-probabilities [batch, 6]
 */
export class CnnClassifier extends Module {
  /** 4 feature maps of 64 × 64. */
  conv1: Conv2d = new Conv2d(3, 4, 3, { padding: "same" });
  /** Normalises the 4 maps. */
  bn1: BatchNorm2d = new BatchNorm2d(4);
  /** 64 × 64 → 32 × 32. */
  pool1: MaxPool2d = new MaxPool2d(2, 2);
  /** 8 feature maps of 32 × 32. */
  conv2: Conv2d = new Conv2d(4, 8, 3, { padding: "same" });
  /** Normalises the 8 maps. */
  bn2: BatchNorm2d = new BatchNorm2d(8);
  /** 32 × 32 → 16 × 16. */
  pool2: MaxPool2d = new MaxPool2d(2, 2);
  /** From the flattened 8 maps of 16 × 16. */
  fc1: Linear = new Linear([8, 16, 16], 64);
  /** One score per class. */
  fc2: Linear = new Linear(64, 6);
  /** Scores → log-probabilities. */
  logSoftmax: LogSoftmax = new LogSoftmax();

  /** Classifies pictures [batch, 64, 64, 3] with pixels in 0 … 1. */
  forward(x: Tensor): Tensor {
    x = this.pool1.forward(relu(this.bn1.forward(this.conv1.forward(x))));
    x = this.pool2.forward(relu(this.bn2.forward(this.conv2.forward(x))));
    x = tf.reshape(x, [x.shape[0]!, 8 * 16 * 16]); // the batch axis is kept
    x = relu(this.fc1.forward(x));
    return this.logSoftmax.forward(this.fc2.forward(x));
  }
}
