import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  findNotebooks,
  NOTEBOOKS,
} from "../../../scripts/notebooks/sources.ts";
import { README_PICTURES } from "../../../scripts/course/pictures/readme_pictures.ts";
import { takePicture } from "../../../scripts/course/pictures/take_picture.ts";
import { ROOT } from "../../../scripts/shared/paths.ts";

const MAX_BYTES = 300_000;

/** Takes a picture from a notebook with the given outputs of its cell `chart`. */
async function take(
  file: string,
  outputs: unknown[],
): Promise<Uint8Array<ArrayBuffer>> {
  const dir = await Deno.makeTempDir();
  try {
    const notebook = { cells: [{ id: "text" }, { id: "chart", outputs }] };
    const path = join(dir, "executed.ipynb");
    await Deno.writeTextFile(path, JSON.stringify(notebook));
    const picture = { notebook: "executed", cell: "chart", file };
    const taken = await takePicture(picture, { from: dir, to: dir });
    return await Deno.readFile(taken);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("takePicture takes what the cell shows last, as text or bytes", async () => {
  const svg = await take("a.svg", [
    { data: { "image/svg+xml": ["<svg>old", "</svg>"] } },
    { data: { "image/svg+xml": ["<svg>new", "</svg>"], "text/plain": "x" } },
    { text: "printed" },
  ]);
  assertEquals(new TextDecoder().decode(svg), "<svg>new</svg>\n");
  const png = await take("a.png", [{ data: { "image/png": "iVBORw==\n" } }]);
  assertEquals([...png], [0x89, 0x50, 0x4e, 0x47]);
});

Deno.test("takePicture names what is missing", async () => {
  await assertRejects(
    () => take("a.svg", [{ data: { "image/png": "iVBORw==" } }]),
    Error,
    "executed.ipynb: expected image/svg+xml in the outputs of cell chart, got none",
  );
  await assertRejects(
    () => takePicture(README_PICTURES[0], { from: "nowhere", to: "nowhere" }),
    Error,
    "expected an executed notebook, got nothing. Execute it first: deno task notebooks",
  );
});

Deno.test("takePicture refuses results of the stand-in", async () => {
  await assertRejects(
    () => take("a.svg", [{ text: "50% (synthetic stand-in, not SIGNS)" }]),
    Error,
    "expected results from real pictures, got those of a synthetic stand-in",
  );
});

Deno.test("the README shows all of its pictures, which the notebooks' cells make", async () => {
  const readme = await Deno.readTextFile(join(ROOT, "README.md"));
  const shown = [...readme.matchAll(/\((notebooks\/pictures\/[^)]+)\)/g)]
    .map(([, path]) => path);
  const files = README_PICTURES.map(({ file }) => file);
  assertEquals(
    shown.toSorted(),
    files.map((file) => `notebooks/pictures/${file}`).sort(),
  );
  for (const path of shown) {
    const { size } = await Deno.stat(join(ROOT, path));
    assert(size < MAX_BYTES, `${path} has ${size} bytes`);
  }
  for (const { notebook, cell } of README_PICTURES) {
    const [path] = await findNotebooks(NOTEBOOKS, notebook);
    const { cells } = JSON.parse(await Deno.readTextFile(path));
    assert(cells.some(({ id }: { id: string }) => id === cell), cell);
  }
});
