import { inEvaluationMode } from "mle/nn/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { drawerOf, readerOf } from "./networks.ts";
import { VALUES, weightsOf } from "./values.ts";

const classifier = readerOf(weightsOf(VALUES.classifier), "", 2);
const autoencoder = weightsOf(VALUES.autoencoder);
const encoder = readerOf(autoencoder, "encoder.", 1);
const decoder = drawerOf(autoencoder, "decoder.");

/** The probabilities [count, 6] of pictures [count, 64, 64, 3] of 0 … 1. */
export function classify(pictures: Float32Array): Float32Array {
  return inEvaluationMode(classifier, () =>
    tf.tidy(() => {
      const x = tf.tensor(pictures, [
        pictures.length / (64 * 64 * 3),
        64,
        64,
        3,
      ]);
      return tf.softmax(classifier.forward(x)).dataSync<"float32">();
    }));
}

/** The codes [count, 3] of pictures [count, 28, 28] of −1 … 1. */
export function encode(pictures: Float32Array): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor(pictures, [pictures.length / 784, 28, 28, 1]);
    return encoder.forward(x).dataSync<"float32">();
  });
}

/** The pictures [count, 28, 28] that are drawn from codes [count, 3]. */
export function decode(codes: Float32Array): Float32Array {
  return tf.tidy(() => {
    const code = tf.tensor2d(codes, [codes.length / 3, 3]);
    return decoder.forward(code).dataSync<"float32">();
  });
}
