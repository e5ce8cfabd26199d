import { execute } from "./execute.ts";
import { tf } from "./tensorflow.ts";

/**
 * Whether TensorFlow has the project's own ops, whose names begin with Mle (see
 * `native`). They are compiled into the addon together, so one speaks for all.
 * They are not there where the addon was downloaded ready-made, and not used
 * with `MLE_OWN_OPS=0`: then TensorFlow's public ops serve instead.
 */
export const hasOwnOps: boolean = Deno.env.get("MLE_OWN_OPS") !== "0" && find();

function find(): boolean {
  const attempt = () =>
    execute("MleBiasGradient", [], [tf.tensor2d([1, 2, 3, 4], [2, 2])]);
  try {
    return tf.tidy(() => attempt().dataSync().join()) === "4,6";
  } catch {
    return false; // an unknown op
  }
}
