import { join } from "node:path";
import { DataError } from "../data/mod.ts";
import { cannotWrite } from "../io/mod.ts";
import { loadSafetensors, saveSafetensors, type StateDict } from "../nn/mod.ts";
import { Digest } from "./digest.ts";

const PROJECT = join(import.meta.dirname!, "..", "..");
const FOLDER = "build/weights";

/**
 * Keeps a trained model's weights as a safetensors file, which PyTorch reads
 * with `safetensors.torch.load_file`. Its name holds a digest of all that is in
 * it, so that a notebook which shows the name shows which weights it means.
 *
 * @param model The name of the model's class.
 * @returns the file's path in the project
 */
export async function keepWeights(
  model: string,
  stateDict: StateDict,
): Promise<string> {
  const path = `${FOLDER}/${model}-${digestOf(stateDict)}.safetensors`;
  await Deno.mkdir(join(PROJECT, FOLDER), { recursive: true })
    .catch((error) => {
      throw cannotWrite(FOLDER, error);
    });
  await saveSafetensors(join(PROJECT, path), stateDict);
  return path;
}

/**
 * Reads weights from the path that {@linkcode keepWeights} has returned.
 *
 * @throws {DataError} if they are no longer there
 */
export async function readKeptWeights(path: string): Promise<StateDict> {
  const refuse = (found: string): never => {
    throw new DataError(
      path,
      "the weights that the name stands for",
      found,
      "Execute the notebook again",
    );
  };
  const stateDict = await loadSafetensors(join(PROJECT, path))
    .catch((error) => {
      if (error instanceof Deno.errors.NotFound) return refuse("nothing");
      throw error;
    });
  const digest = digestOf(stateDict);
  return path.endsWith(`-${digest}.safetensors`)
    ? stateDict
    : refuse(`others (${digest})`);
}

const digestOf = (stateDict: StateDict): string =>
  new Digest().addStateDict(stateDict).toString().slice(0, 16);
