import { join } from "node:path";
import pl from "nodejs-polars";
import { writeFileAtomically } from "mle/io/mod.ts";
import { saveSafetensors, type StateDict } from "mle/nn/mod.ts";

/** The folder that a run's results go to; each file is there whole or not at all. */
export class OutputFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the folder if need be.
   *
   * @throws {Error} if it cannot be written to: better now than after the run.
   */
  static async open(path: string): Promise<OutputFolder> {
    try {
      await Deno.mkdir(path, { recursive: true });
      await Deno.remove(await Deno.makeTempFile({ dir: path }));
    } catch (error) {
      const reason = (error as Error).message.replace(/ \(os error.*/s, "");
      throw new Error(
        `Cannot write to ${path}: ${reason}. Choose another folder with --out`,
      );
    }
    return new OutputFolder(path);
  }

  /** Writes one row for each epoch as a CSV file with a line of column names. */
  async writeHistory(
    name: string,
    rows: (Record<string, unknown> & { epoch: number })[],
  ): Promise<void> {
    const table = pl.DataFrame(rows)
      .withColumn(pl.col("epoch").cast(pl.Int64)); // Polars takes all for floats
    await writeFileAtomically(join(this.path, name), table.writeCSV());
  }

  /** Writes a model's weights as a safetensors file. */
  async writeWeights(
    name: string,
    stateDict: StateDict,
    metadata: Record<string, string>,
  ): Promise<void> {
    await saveSafetensors(join(this.path, name), stateDict, metadata);
  }
}
