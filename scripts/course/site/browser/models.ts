import { inEvaluationMode } from "mle/nn/mod.ts";
import { CnnClassifier } from "mle/sheet/cnn_classifier.ts";
import { ConvAutoencoder } from "mle/sheet/conv_autoencoder.ts";
import { tf } from "mle/tf/mod.ts";
import { VALUES, weightsOf } from "./values.ts";

const classifier = new CnnClassifier();
classifier.loadStateDict(weightsOf(VALUES.classifier));
const autoencoder = new ConvAutoencoder(3);
autoencoder.loadStateDict(weightsOf(VALUES.autoencoder));

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
      return tf.exp(classifier.forward(x)).dataSync<"float32">();
    }));
}

/** The codes [count, 3] of pictures [count, 28, 28] of −1 … 1. */
export function encode(pictures: Float32Array): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor(pictures, [pictures.length / 784, 28, 28, 1]);
    return autoencoder.encode(x).dataSync<"float32">();
  });
}

/** The pictures [count, 28, 28] that are drawn from codes [count, 3]. */
export function decode(codes: Float32Array): Float32Array {
  return tf.tidy(() => {
    const code = tf.tensor2d(codes, [codes.length / 3, 3]);
    return autoencoder.decode(code).dataSync<"float32">();
  });
}
