import { assertStringIncludes } from "@std/assert";
import {
  checkConvAutoencoder,
  type CheckedAutoencoder,
  checkPcaAutoencoder,
} from "mle/checks/mod.ts";
import { ConvAutoencoder, PcaAutoencoder } from "mle/sheet/mod.ts";
import { Linear } from "mle/nn/mod.ts";
import { relu } from "mle/ops/mod.ts";
import { assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf } from "mle/tf/mod.ts";
import { checkErrorOf } from "./check_error_of.ts";

Deno.test("the convolutional autoencoder passes, and nothing is left behind", async () => {
  await assertNoTensorsLeft(() => checkConvAutoencoder(ConvAutoencoder));
});

Deno.test("the linear autoencoder passes, and nothing is left behind", async () => {
  await assertNoTensorsLeft(() => checkPcaAutoencoder(PcaAutoencoder));
});

class OneLayerMore extends ConvAutoencoder {
  another = new Linear(1, 1);
}
class FixedDimension extends ConvAutoencoder {
  constructor() {
    super(2);
  }
}
class OtherReconstruction extends ConvAutoencoder {
  override forward(x: Tensor) {
    const { reconstruction, code } = super.forward(x);
    return { reconstruction: relu(reconstruction), code };
  }
}
class ReconstructionAlone extends ConvAutoencoder {
  override forward(x: Tensor) {
    return { reconstruction: super.forward(x).reconstruction } as never;
  }
}

const ofConvolution: [new (d: number) => CheckedAutoencoder, string[]][] = [
  [OneLayerMore, ["Parameter another.weight: expected nothing, got [1, 1]"]],
  [FixedDimension, [
    "Parameter encoder.10.weight: expected [5, 40000], got [2, 40000]",
  ]],
  [OtherReconstruction, [
    "forward's reconstruction: expected [",
    "It must be the decoded code",
  ]],
  [ReconstructionAlone, [
    "The code's shape for 3 pictures: expected [3, 5], got nothing",
  ]],
];

for (const [Model, expected] of ofConvolution) {
  Deno.test(`the check says what is wrong: ${Model.name}`, async () => {
    const said = await checkErrorOf(checkConvAutoencoder(Model));
    for (const part of expected) assertStringIncludes(said, part);
  });
}

class LeftFlat extends PcaAutoencoder {
  override forward(x: Tensor) {
    const code = this.encode(x);
    return { reconstruction: this.decode(code), code };
  }
}
class NonLinear extends PcaAutoencoder {
  override decode(code: Tensor): Tensor {
    return super.decode(relu(code));
  }
}
class DecoderFirst extends PcaAutoencoder {
  constructor(inputDim: number, latentDim: number) {
    super(inputDim, latentDim);
    const { encoder } = this;
    Reflect.deleteProperty(this, "encoder");
    Object.assign(this, { encoder });
  }
}
class Centred extends PcaAutoencoder {
  override encode(x: Tensor): Tensor {
    return super.encode(tf.sub(x, tf.mean(x, 0, true)));
  }
}

const ofLinear: [typeof PcaAutoencoder, string[]][] = [
  [LeftFlat, [
    "The reconstruction's shape for 3 pictures: expected [3, 6, 5, 1], got " +
    "[3, 30]. A reconstruction has the shape of the input",
  ]],
  [NonLinear, ["no non-linearity, such as ReLU, anywhere"]],
  [DecoderFirst, ["Make the layers in the order of the table"]],
  [Centred, ["The reconstruction of a picture by itself"]],
];

for (const [Model, expected] of ofLinear) {
  Deno.test(`the check says what is wrong: ${Model.name}`, async () => {
    const said = await checkErrorOf(checkPcaAutoencoder(Model));
    for (const part of expected) assertStringIncludes(said, part);
  });
}
