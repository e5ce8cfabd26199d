import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Derivation } from "mle/math/mod.ts";
import { observeLayers } from "mle/nn/mod.ts";
import { ConvAutoencoder } from "mle/sheet/mod.ts";
import { tf } from "mle/tf/mod.ts";
import { findNotebooks, NOTEBOOKS } from "../../scripts/notebooks/sources.ts";
import { ROOT } from "../../scripts/shared/paths.ts";

Deno.test("links to documentation are those of the versions in use", async () => {
  const { imports } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const version = (name: string) => imports[name].split("@").at(-1);
  const torch = /^torch==(\d+\.\d+)/m.exec(
    await Deno.readTextFile(
      join(ROOT, "scripts", "course", "bench", "requirements.txt"),
    ),
  )!;
  const pinned = [
    [/js\.tensorflow\.org\/api\/([^/]+)/g, version("@tensorflow/tfjs-core")],
    [/docs\.pytorch\.org\/docs\/([^/]+)/g, torch[1]],
    [/vega-lite-v(\d+)/g, version("vega-lite").split(".")[0]],
  ] as const;
  for (
    const path of [
      ...await findNotebooks(NOTEBOOKS, "exercise_2"),
      ...await findNotebooks(NOTEBOOKS, "exercise_3"),
    ]
  ) {
    const text = await Deno.readTextFile(path);
    for (const [link, expected] of pinned) {
      const found = [...text.matchAll(link)].map(([, version]) => version);
      assertEquals(new Set(found), new Set([expected]), `${path}, ${link}`);
    }
  }
});

/** The text of a notebook's cell, on one line. */
async function textOf(notebook: string, id: string): Promise<string> {
  const { cells }: { cells: { id: string; source: string[] }[] } = JSON.parse(
    await Deno.readTextFile(join(NOTEBOOKS, `${notebook}.ipynb`)),
  );
  const cell = cells.find((cell) => cell.id === id);
  assert(cell, `no cell ${id}`);
  return cell.source.join("");
}

Deno.test("Exercise 1 shows how to write lines by examples that are true", async () => {
  const text = await textOf("exercise_1_derivations", "how-to-write");
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  const examples = rows.flatMap((row) => row.match(/(?<=`).*=.*(?=`)/) ?? []);
  assertEquals(examples.length, 7);
  const derivation = new Derivation({ real: ["x", "mu_1"] });
  for (const example of examples) {
    derivation.line(Object.assign([example], { raw: [example] }));
  }
});

Deno.test("Exercise 3 says how many numbers the layers of the encoder hold", async () => {
  using model = new ConvAutoencoder(2);
  const sizes: string[] = [];
  tf.tidy(() =>
    observeLayers(
      model,
      () => void model.encode(tf.zeros([1, 28, 28, 1])),
      (_, layer, { size }) => {
        if (/Conv2d|MaxPool2d/.test(layer.constructor.name)) {
          sizes.push(size.toLocaleString("en-US"));
        }
      },
    )
  );
  const text = await textOf("exercise_3_autoencoders", "task-1-network");
  sizes.pop(); // what is flattened, which students are asked for
  const list = `${sizes.slice(0, -1).join(", ")} and ${sizes.at(-1)}`;
  assertStringIncludes(text.replaceAll(/\s+/g, " "), list);
});
