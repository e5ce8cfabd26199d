import { join } from "node:path";
import { Compile } from "typebox/compile";
import { parseSafetensors } from "mle/nn/safetensors.ts";
import { plainText } from "../grade/shown.ts";
import type { Trainer } from "../sweep/runs.ts";
import { RunFolder } from "../train/run_folder.ts";
import type { Cluster } from "./cluster.ts";
import { TrainingAnswer } from "./protocol.ts";

const schema = Compile(TrainingAnswer);

/** How runs are trained on a cluster; their files come here, checkpoints don't. */
export function trainingsOn(cluster: Cluster): Trainer {
  return {
    width: cluster.width,
    state: () => cluster.state(),
    async train({ args, folder }) {
      const facts = { epochs: "" }; // of no run: any is replaced
      await using out = await RunFolder.open(folder, {
        ...{ fresh: true, facts, goesOn: false },
      });
      const answer = await cluster.ask({ args });
      if (!schema.Check(answer)) {
        throw new TypeError("A worker's answer has not the form of one.");
      }
      if ("failed" in answer) throw new Error(plainText(answer.failed));
      await out.place(async (dir) => {
        for (const [name, text] of Object.entries(answer.files)) {
          const bytes = Uint8Array.fromBase64(text);
          if (name.endsWith(".safetensors")) {
            parseSafetensors(bytes, `a worker's ${name}`);
          }
          await Deno.writeFile(join(dir, name), bytes);
        }
      }, false);
    },
  };
}
