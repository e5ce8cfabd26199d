import { assertEquals } from "@std/assert";
import { CnnClassifier } from "mle/sheet/mod.ts";
import {
  loadSafetensors,
  readSafetensors,
  saveSafetensors,
} from "mle/nn/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { temporaryFolder } from "../data/temporary_folder.ts";
import { runPython } from "../python.ts";
import { digestOf } from "./digest.ts";

Deno.test("Python's safetensors reads what saveSafetensors saves", async () => {
  await using folder = await temporaryFolder();
  using model = new CnnClassifier();
  tf.tidy(() => void model.forward(tf.randomUniform([4, 64, 64, 3])));
  const path = folder.at("weights.safetensors");
  await saveSafetensors(path, model.stateDict(), { seed: "42", note: "ä → ∞" });
  const printed = await runPython(
    `
import hashlib, json
from safetensors import safe_open
with safe_open("weights.safetensors", framework="numpy") as file:
    tensors = {}
    for name in file.keys():
        value = file.get_tensor(name)
        tensors[name] = {
            "shape": list(value.shape),
            "dtype": str(value.dtype),
            "sha256": hashlib.sha256(value.tobytes()).hexdigest(),
        }
    print(json.dumps({"metadata": file.metadata(), "tensors": tensors}))
`,
    folder.path,
  );
  const { metadata, tensors } = JSON.parse(printed);
  assertEquals(metadata, { seed: "42", note: "ä → ∞" });
  assertEquals(
    new Map(Object.entries(tensors)),
    new Map(
      [...model.stateDict()].map(([name, tensor]) => [name, digestOf(tensor)]),
    ),
  );
});

Deno.test("loadSafetensors reads what Python's safetensors saves", async () => {
  await using folder = await temporaryFolder();
  await runPython(
    `
import numpy as np
from safetensors.numpy import save_file
tensors = {
    "layer.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 3,
    "steps": np.array(-5, dtype=np.int64),
    "none": np.zeros((0, 4), dtype=np.float32),
}
save_file(tensors, "with.safetensors", {"made by": "Python"})
save_file(tensors, "without.safetensors")
save_file({"half": np.zeros(3, dtype=np.float16)}, "half.safetensors")
`,
    folder.path,
  );
  const { stateDict, metadata } = await readSafetensors(
    folder.at("with.safetensors"),
  );
  assertEquals(metadata, { "made by": "Python" });
  assertEquals(
    stateDict,
    new Map([
      ["layer.weight", {
        dtype: "float32" as const,
        shape: [2, 3],
        data: Float32Array.of(0, 1, 2, 3, 4, 5).map((n) => n / 3),
      }],
      ["none", { dtype: "float32", shape: [0, 4], data: new Float32Array() }],
      ["steps", { dtype: "int64", shape: [], data: BigInt64Array.of(-5n) }],
    ]),
  );
  const without = await readSafetensors(folder.at("without.safetensors"));
  assertEquals(without, { stateDict, metadata: {} });
  const half = await loadSafetensors(folder.at("half.safetensors"))
    .catch(({ message }) => message);
  assertEquals(
    half,
    `Cannot read ${folder.at("half.safetensors")} as safetensors: expected ` +
      "dtype F32 or I64, a shape and two offsets for half, got " +
      '{"dtype":"F16","shape":[3],"data_offsets":[0,6]}',
  );
});
