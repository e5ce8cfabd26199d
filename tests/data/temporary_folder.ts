import { join } from "node:path";

/** A folder for one test, removed with it: `await using dir = await temporaryFolder()`. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  return new TemporaryFolder(await Deno.makeTempDir({ prefix: "mle-data-" }));
}

/** A folder that is removed when it is disposed. */
export class TemporaryFolder implements AsyncDisposable {
  constructor(readonly path: string) {}

  /** The path of a file or folder in it. */
  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** The names of what is in it, sorted. */
  names(): string[] {
    return Array.from(Deno.readDirSync(this.path), ({ name }) => name).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
