import { rand } from "../random/mod.ts";
import { type Tensor, tf } from "../tf/mod.ts";
import type { Autoencoder } from "../train/mod.ts";
import { expectSame } from "./expect.ts";
import { expectForward, type LayerOutputs } from "./expect_forward.ts";

/** The model that Tasks 1 and 3 of Exercise 3 ask for. */
export interface CheckedAutoencoder extends Autoencoder {
  /** The codes [batch, latentDim] of pictures. */
  encode(x: Tensor): Tensor;
  /** The decoder's output for codes [batch, latentDim]. */
  decode(code: Tensor): Tensor;
}

/**
 * Checks shapes, that a reconstruction is the decoded code, and that pictures
 * are not mixed up.
 *
 * @param shape Of three pictures.
 * @param outputs What layers give out for them.
 * @throws {CheckError} at the first mistake.
 */
export function checkForward(
  model: CheckedAutoencoder,
  shape: number[],
  latentDim: number,
  outputs: LayerOutputs,
): void {
  tf.tidy(() => {
    const x = tf.tensor(rand(shape).data, shape);
    const { reconstruction, code } = expectForward(
      model,
      () => model.forward(x),
      outputs,
      "Flatten each picture, and leave the batch axis as it is",
    );
    expectSame(
      "The code's shape for 3 pictures",
      code?.shape,
      [3, latentDim],
      [],
      "forward returns { reconstruction, code }, and the code is what the " +
        "encoder returns",
    );
    expectSame(
      "The reconstruction's shape for 3 pictures",
      reconstruction?.shape,
      shape,
      [],
      "A reconstruction has the shape of the input",
    );
    expectSame("forward's code", code.dataSync(), model.encode(x).dataSync());
    expectSame(
      "forward's reconstruction",
      reconstruction.dataSync(),
      model.decode(code).dataSync(),
      [],
      "It must be the decoded code",
    );
    const first = model.forward(tf.slice(x, 0, 1)).reconstruction;
    expectSame(
      "The reconstruction of a picture by itself",
      first.dataSync(),
      reconstruction.dataSync().slice(0, first.size),
      [],
      "It must be the one that the picture has in a batch: the batch axis " +
        "must stay as it is",
    );
  });
}
