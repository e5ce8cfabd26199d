import { join } from "node:path";
import { STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { textIn, writeFileAtomically } from "mle/io/mod.ts";

/** A picture in the output of a notebook's cell. */
export interface NotebookPicture {
  /** The notebook's name, without `.ipynb`. */
  readonly notebook: string;
  /** The id of the cell that shows it. */
  readonly cell: string;
  /** The picture's file name, with `.svg` or `.png` as in the cell's output. */
  readonly file: string;
}

interface ExecutedNotebook {
  cells: {
    id: string;
    outputs?: { data?: Record<string, string | string[]> }[];
  }[];
}

/**
 * Extracts a picture from the executed notebook in the folder `from` and writes
 * it into the folder `to`; returns its path.
 *
 * @throws {Error} if the notebook has not been executed, the cell does not show
 * such a picture, or the notebook shows the stand-in for real data
 */
export async function takePicture(
  { notebook, cell, file }: NotebookPicture,
  { from, to }: { from: string; to: string },
): Promise<string> {
  const path = join(from, `${notebook}.ipynb`);
  const text = await textIn(path);
  if (text === undefined) {
    throw new Error(
      `Cannot take pictures from ${path}: expected an executed notebook, got ` +
        "nothing. Execute it first: deno task notebooks",
    );
  }
  if (text.includes(`(${STAND_IN_NOTICE})`)) {
    throw new Error(
      `Cannot take ${file} from ${path}: expected results from real pictures, ` +
        `got those of a ${STAND_IN_NOTICE}. See deno task data signs --help`,
    );
  }
  const { cells }: ExecutedNotebook = JSON.parse(text);
  const mime = file.endsWith(".svg") ? "image/svg+xml" : "image/png";
  const outputs = cells.find(({ id }) => id === cell)?.outputs ?? [];
  const picture = outputs.map(({ data }) => data?.[mime])
    .findLast((content) => content !== undefined);
  if (picture === undefined) {
    throw new Error(
      `Cannot take ${file} from ${path}: expected ${mime} in the outputs of ` +
        `cell ${cell}, got none. Execute the notebook again: deno task notebooks`,
    );
  }
  const content = [picture].flat().join("");
  await writeFileAtomically(
    join(to, file),
    mime === "image/png" ? Uint8Array.fromBase64(content) : `${content}\n`,
  );
  return join(to, file);
}
