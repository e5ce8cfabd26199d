import { createHash } from "node:crypto";
import { join } from "node:path";
import { exists, writeFileAtomically } from "mle/io/mod.ts";
import { type Cell, parseNotebook } from "../../notebooks/format.ts";
import type { Work } from "../sandbox/mod.ts";

/** A notebook as it was handed in. */
export interface SubmittedNotebook {
  cells: Cell[];
  /** The files that it imports, by their path beside it. */
  files: Work["files"];
}

/**
 * The texts that were taken from what was handed in, each under its digest, so
 * that what is graded is what was looked at.
 */
export class Copies {
  constructor(readonly folder: string) {}

  /** Keeps a text; returns its digest. */
  async keep(text: string): Promise<string> {
    const digest = createHash("sha256").update(text).digest("hex");
    if (!await exists(this.#path(digest))) {
      await writeFileAtomically(this.#path(digest), text);
    }
    return digest;
  }

  /** Keeps a notebook together with the files that it imports. */
  async join(
    notebook: string,
    files: Readonly<Record<string, string>>,
  ): Promise<string> {
    const raw = JSON.parse(await this.#read(notebook));
    const texts: Work["files"] = {};
    for (const [name, digest] of Object.entries(files)) {
      texts[name] = await this.#read(digest);
    }
    return await this.keep(
      JSON.stringify({ ...raw, metadata: { mle: { files: texts } } }),
    );
  }

  /** A notebook that was kept. */
  async notebook(digest: string): Promise<SubmittedNotebook> {
    const text = await this.#read(digest);
    const { cells } = parseNotebook(text, this.#path(digest));
    return { cells, files: JSON.parse(text).metadata.mle?.files ?? {} };
  }

  /** Removes all but these. */
  async removeOthers(digests: Iterable<string>): Promise<void> {
    const needed = new Set([...digests].map((digest) => this.#path(digest)));
    for await (const { name } of Deno.readDir(this.folder)) {
      const path = join(this.folder, name);
      if (!needed.has(path)) await Deno.remove(path);
    }
  }

  #read(digest: string): Promise<string> {
    return Deno.readTextFile(this.#path(digest));
  }

  #path(digest: string): string {
    return join(this.folder, `${digest}.ipynb`);
  }
}
