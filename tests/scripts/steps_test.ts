import { assertEquals } from "@std/assert";
import { ROOT } from "../../scripts/shared/paths.ts";
import { runOrThrow } from "../../scripts/shared/command.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";

const TFJS = "node_modules/@tensorflow/tfjs-node";
const SOURCES = ["tfjs_backend.cc", "tfjs_binding.cc"]
  .map((name) => `binding/${name}`);

/** What each change of a file makes set-up do again. */
const NOTICED = {
  "deno.lock": ["npm packages"],
  "requirements.txt": ["Python environment"],
  ".venv/bin/python": ["Python environment"],
  "scripts/setup/tensorflow.txt": ["TensorFlow"],
  [`${TFJS}/package.json`]: ["TensorFlow addon"],
  [`${TFJS}/${SOURCES[0]}`]: ["Native bindings and ops"],
  [`${TFJS}/lib/napi-v8/tfjs_binding.node`]: ["TensorFlow addon"],
  "lib/tf/native/choose_kernels.cc": ["Native bindings and ops"],
  "lib/tf/native/ops/adam_ops.cc": ["Native bindings and ops"],
  "lib/tf/native/ops/fits.h": ["Native bindings and ops"],
  "lib/tf/native/kernels/adam.cc": ["Native kernels"],
  "lib/tf/native/kernels/gemm.h": ["Native kernels", "Native bindings and ops"],
  "build/native/.set-up": ["TensorFlow addon"],
  "build/native-bindings/.set-up": ["TensorFlow addon"],
  "data/sign_data/X_train.npy": ["Data"],
  "theirs/sign_data/X_train.npy": ["Data"],
  "lib/data/npy.ts": [],
  "notebooks/mine.ipynb": [],
};

Deno.test("set-up does again what a changed file makes necessary, and nothing else", async () => {
  await using dir = await temporaryFolder();
  const parts = [
    "deno.json",
    "deno.lock",
    "requirements.txt",
    "lib",
    "scripts",
  ];
  await runOrThrow({
    program: "cp",
    args: ["-r", ...parts.map((part) => `${ROOT}/${part}`), dir.path],
  });
  await Deno.mkdir(dir.at(TFJS, "binding"), { recursive: true });
  for (const name of ["package.json", ...SOURCES]) {
    await Deno.writeTextFile(dir.at(TFJS, name), "");
  }
  await Deno.mkdir(dir.at("data", "sign_data"), { recursive: true });
  await Deno.mkdir(dir.at("theirs", "sign_data"), { recursive: true });
  for (const name of ["data", "theirs"]) { // changed, not only made
    await Deno.writeTextFile(dir.at(name, "sign_data", "X_train.npy"), "");
  }
  const { stdout } = await runOrThrow({
    program: Deno.execPath(),
    args: ["run", "-A", "--no-check", "--config", dir.at("deno.json")]
      .concat(new URL("noticed_changes.ts", import.meta.url).pathname)
      .concat(dir.path, ...Object.keys(NOTICED)),
    env: { MLE_DATA: dir.at("theirs"), NO_COLOR: "1" },
  });
  assertEquals(JSON.parse(stdout), NOTICED);
});
