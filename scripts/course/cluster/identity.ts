import { findFashionMnist, loadFashionMnist, loadSigns } from "mle/data/mod.ts";
import { tensorFlowVersion } from "mle/tf/mod.ts";
import { digestOfFiles } from "../grade/digest.ts";
import { versionOfMarks } from "../grade/sources.ts";
import { sandboxProblem } from "../sandbox/mod.ts";
import { digestOfPictures } from "../../shared/digest_of_pictures.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";

/**
 * What this machine must have in common with others for marks and runs to be
 * the same, by name.
 */
export async function identityHere(): Promise<Record<string, string>> {
  const trainings = await Promise.all(
    ["train", "sweep"].map((name) =>
      filesBelow(ROOT, `scripts/course/${name}`)
    ),
  );
  const signs = await loadSigns();
  const fashion = await findFashionMnist() && await loadFashionMnist();
  return {
    "version of marks": await versionOfMarks(),
    "version of trainings": await digestOfFiles(ROOT, trainings.flat()),
    TensorFlow: tensorFlowVersion,
    sandbox: await sandboxProblem() ?? "works",
    SIGNS: digestOfPictures(signs.train, signs.val, signs.test),
    "Fashion-MNIST": fashion
      ? digestOfPictures(fashion.train, fashion.test)
      : "none",
  };
}
