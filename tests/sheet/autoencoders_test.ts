import { assertEquals, assertThrows } from "@std/assert";
import { ConvAutoencoder, PcaAutoencoder } from "mle/sheet/mod.ts";
import { type Parameter, pictureLayout, summary } from "mle/nn/mod.ts";
import { mseLoss } from "mle/ops/mod.ts";
import { Adam } from "mle/optim/mod.ts";
import { manualSeed, rand } from "mle/random/mod.ts";
import { assertClose, assertNoTensorsLeft } from "../testing/mod.ts";
import { type Tensor, tf, valueAndGradients } from "mle/tf/mod.ts";
import fixture from "../fixtures/autoencoders.json" with { type: "json" };

const make = (model: string, latentDim: number) =>
  model === "ConvAutoencoder"
    ? new ConvAutoencoder(latentDim)
    : new PcaAutoencoder(784, latentDim);

/** Pictures with pixels in −1 … 1, as the script draws them. */
function randomPictures(count: number): Tensor {
  const { data, shape } = rand([count, 1, 28, 28]);
  const layout = pictureLayout(shape);
  const pixels = layout.toNative(data).map((pixel) => pixel * 2 - 1);
  return tf.tensor(pixels, [...layout.nativeShape]);
}

for (const expected of fixture.models) {
  const { model: name, latentDim, seed } = expected;
  Deno.test(`${name}: code, reconstruction and gradients are PyTorch's`, () => {
    manualSeed(seed);
    using model = make(name, latentDim);
    assertNoTensorsLeft(() =>
      tf.tidy(() => {
        const x = randomPictures(8);
        const { reconstruction, code } = model.forward(x);
        assertEquals(reconstruction.shape, [8, 28, 28, 1]);
        assertEquals(code.shape, [8, latentDim]);
        const near = { relative: 0, absolute: 1e-5 };
        const firstTwo = tf.slice(reconstruction, 0, 2);
        assertClose(firstTwo.dataSync(), expected.reconstruction, near);
        assertClose(tf.slice(code, 0, 2).dataSync(), expected.code, near);

        const named = model.namedParameters();
        const { value, gradients } = valueAndGradients(
          () => mseLoss(model.forward(x).reconstruction, x),
          named.map(([, { value }]) => value),
        );
        assertClose(value, [expected.loss]);
        const got = named.map(([name, { layout }], i) =>
          [
            name,
            layout.toTorch(gradients[i]!.dataSync() as Float32Array),
          ] as const
        );
        assertGradients(named, got, expected.gradients);
      })
    );
  });
}

type Gradients = Record<
  string,
  { shape: number[]; norm: number; first: number[] } | undefined
>;

function assertGradients(
  named: (readonly [string, Parameter])[],
  got: (readonly [string, Float32Array])[],
  expected: Gradients,
): void {
  assertEquals(named.map(([name]) => name), Object.keys(expected));
  got.forEach(([name, gradient], i) => {
    const { shape, norm, first } = expected[name]!;
    assertEquals(named[i][1].torchShape, shape, name);
    assertClose([Math.hypot(...gradient)], [norm], {
      relative: 1e-3,
      what: `norm of the gradient of ${name}`,
    });
    const largest = Math.max(...first.map(Math.abs));
    assertClose(gradient.subarray(0, 4), first, {
      relative: 1e-3,
      absolute: 1e-3 * largest,
      what: `gradient of ${name}`,
    });
  });
}

for (const { model: name, latentDim, seed, losses } of fixture.steps) {
  Deno.test(`${name}(${latentDim}): five steps have PyTorch's losses, seed ${seed}`, () => {
    manualSeed(seed);
    using model = make(name, latentDim);
    using optimizer = new Adam(model.parameters(), { lr: 1e-3 });
    tf.tidy(() => {
      const x = randomPictures(64);
      const got = losses.map(() =>
        optimizer.step(() => mseLoss(model.forward(x).reconstruction, x))
      );
      assertClose(got, losses, { relative: 1e-4, absolute: 0 });
    });
  });
}

// Rows, shapes and numbers are those that the sheet prints for its cell [47].
const SHEET = `
----------------------------------------------------------------
        Layer (type)              Output Shape         Param #
================================================================
            Conv2d-1          [-1, 16, 28, 28]             160
              ReLU-2          [-1, 16, 28, 28]               0
         MaxPool2d-3          [-1, 16, 27, 27]               0
            Conv2d-4          [-1, 32, 27, 27]           4,640
              ReLU-5          [-1, 32, 27, 27]               0
         MaxPool2d-6          [-1, 32, 26, 26]               0
            Conv2d-7          [-1, 64, 26, 26]          18,496
              ReLU-8          [-1, 64, 26, 26]               0
         MaxPool2d-9          [-1, 64, 25, 25]               0
          Flatten-10               [-1, 40000]               0
           Linear-11                   [-1, 2]          80,002
           Linear-12                 [-1, 576]           1,728
        Unflatten-13            [-1, 64, 3, 3]               0
  ConvTranspose2d-14            [-1, 32, 7, 7]          18,464
             ReLU-15            [-1, 32, 7, 7]               0
  ConvTranspose2d-16          [-1, 16, 14, 14]           4,624
             ReLU-17          [-1, 16, 14, 14]               0
  ConvTranspose2d-18           [-1, 1, 28, 28]             145
================================================================
Total params: 128,259
Trainable params: 128,259
Non-trainable params: 0
----------------------------------------------------------------
Input size (MB): 0.00
Forward/backward pass size (MB): 2.16
Params size (MB): 0.49
Estimated Total Size (MB): 2.65
----------------------------------------------------------------
`;

Deno.test("ConvAutoencoder's summary is the sheet's, row for row", () => {
  using model = new ConvAutoencoder(2);
  assertEquals(summary(model, [1, 28, 28]), SHEET.trim());
});

Deno.test("an autoencoder's forward is decode after encode", () => {
  for (const name of ["ConvAutoencoder", "PcaAutoencoder"]) {
    using model = make(name, 2);
    tf.tidy(() => {
      const x = randomPictures(3);
      const { reconstruction, code } = model.forward(x);
      assertClose(code, model.encode(x), { relative: 0, absolute: 0 });
      const decoded = tf.reshape(model.decode(code), x.shape);
      assertClose(reconstruction, decoded, { relative: 0, absolute: 0 });
    });
  }
});

Deno.test("PcaAutoencoder accepts flat samples as well as pictures", () => {
  using model = new PcaAutoencoder(784, 10);
  tf.tidy(() => {
    const x = randomPictures(3);
    const flat = model.forward(tf.reshape(x, [3, 784]));
    assertEquals(flat.reconstruction.shape, [3, 784]);
    assertClose(flat.code, model.forward(x).code);
  });
});

Deno.test("autoencoders refuse an invalid latent dimension", () => {
  for (const latentDim of [0, -1, 1.5, NaN]) {
    const message = (model: string) =>
      `Cannot make ${model}: expected a latent dimension of at least 1, got ` +
      `${latentDim}`;
    assertThrows(
      () => new ConvAutoencoder(latentDim),
      RangeError,
      message("ConvAutoencoder"),
    );
    assertThrows(
      () => new PcaAutoencoder(784, latentDim),
      RangeError,
      message("PcaAutoencoder"),
    );
  }
});
