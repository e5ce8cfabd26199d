import * as nn from "mle/nn/mod.ts";
import { relu } from "mle/ops/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";

export class CnnClassifier extends nn.Module {
  conv1 = new nn.Conv2d(3, 4, 3, { padding: "same" });
  bn1 = new nn.BatchNorm2d(4);
  conv2 = new nn.Conv2d(4, 8, 3, { padding: "same" });
  bn2 = new nn.BatchNorm2d(8);
  pool = new nn.MaxPool2d(2, 2);
  fc1 = new nn.Linear([8, 16, 16], 64);
  fc2 = new nn.Linear(64, 6);

  forward(x: Tensor): Tensor {
    const first = this.pool.forward(
      relu(this.bn1.forward(this.conv1.forward(x))),
    );
    const second = this.pool.forward(
      relu(this.bn2.forward(this.conv2.forward(first))),
    );
    const flat = tf.reshape(second, [-1, 2048]);
    const scores = this.fc2.forward(relu(this.fc1.forward(flat)));
    return new nn.LogSoftmax().forward(scores);
  }
}
