import { join } from "node:path";
import { assertEquals } from "@std/assert";
import { writeRunFiles } from "../../../scripts/course/train/run_files.ts";
import { temporaryFolder } from "../../data/temporary_folder.ts";

Deno.test("a history's losses are numbers with fractions, however large", async () => {
  await using folder = await temporaryFolder();
  const history = [1, 0.5, 1e20, 1e21, 1.5e25, 1e-7, NaN].map((loss, i) => ({
    epoch: i + 1,
    loss,
  }));
  await writeRunFiles(folder.path, { history, weights: {} });
  assertEquals(
    await Deno.readTextFile(join(folder.path, "history.csv")),
    "epoch,loss\n1,1.0\n2,0.5\n3,100000000000000000000.0\n4,1e+21\n" +
      "5,1.5e+25\n6,1e-7\n7,NaN\n",
  );
});
