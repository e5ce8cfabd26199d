import { findFashionMnist, loadFashionMnist, loadSigns } from "mle/data/mod.ts";
import { digestOfFiles } from "../grade/digest.ts";
import { versionOfMarks } from "../grade/sources.ts";
import { filesBelow } from "../../shared/files_below.ts";
import { ROOT } from "../../shared/paths.ts";
import { digestOfPictures } from "../train/digest_of_pictures.ts";

/**
 * What this machine must have in common with others for marks and runs to be
 * the same, by name.
 */
export async function identityHere(): Promise<Record<string, string>> {
  const { tensorFlowVersion } = await import("mle/tf/mod.ts");
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
    SIGNS: digestOfPictures(signs.train, signs.val, signs.test),
    "Fashion-MNIST": fashion
      ? digestOfPictures(fashion.train, fashion.test)
      : "none",
  };
}
