import { createHash } from "node:crypto";
import { join } from "node:path";
import { textIn, writeFolderAtomically } from "../io/mod.ts";
import { Generator } from "../random/mod.ts";
import { drawHand } from "./drawn_hand/draw_hand.ts";
import {
  readNpyPictures,
  type Splits,
  writeNpyPictures,
} from "./npy_pictures.ts";
import type { LabelledPictures } from "./labelled_pictures.ts";
import { SIGNS_FORMAT, SIGNS_PER_CLASS } from "./signs_format.ts";

/** The notice shown wherever drawn pictures stand in for SIGNS. */
export const STAND_IN_NOTICE = "synthetic stand-in, not SIGNS";

const SEED = 0;
const DRAWING = 1; // to be raised when the same seed draws different pictures
const DRAWN_TEST_SHA256 = // SHA-256 of that drawing's test pictures
  "66ff4e57ef1aaa26f9187a5c334d0d91d57ef5a0717645db7d0336bef433050b";
const NOTE_FILE = "NOTE.txt";
const NOTE = `${STAND_IN_NOTICE}

These hands are drawn by code (drawing ${DRAWING}, seed ${SEED}), because no real pictures
were found. They show that everything works; numbers that come from them say
nothing about SIGNS. How to bring the real pictures: deno task data signs --help
`;

/** Loads the drawn pictures from a folder; writes them there first if necessary. */
export async function loadStandIn(dir: string): Promise<Splits> {
  if (await textIn(join(dir, NOTE_FILE)) === NOTE) {
    return await readNpyPictures(dir, SIGNS_FORMAT);
  }
  const drawn = drawStandIn();
  await writeFolderAtomically(dir, async (temporaryDir) => {
    await writeNpyPictures(temporaryDir, drawn);
    await Deno.writeTextFile(join(temporaryDir, NOTE_FILE), NOTE);
  });
  return drawn;
}

/**
 * Whether a folder holds drawn pictures, even if it was moved or has lost its
 * note.
 */
export async function isStandIn(
  dir: string,
  { test }: Splits,
): Promise<boolean> {
  const sha256 = createHash("sha256").update(test.pixels).digest("hex");
  return sha256 === DRAWN_TEST_SHA256 ||
    ((await textIn(join(dir, NOTE_FILE)))?.startsWith(STAND_IN_NOTICE) ??
      false);
}

/** Draws pictures of hands with the shapes and counts of SIGNS. */
function drawStandIn(): Splits {
  const generator = new Generator(SEED);
  return {
    train: drawPictures(SIGNS_PER_CLASS.train, generator),
    val: drawPictures(SIGNS_PER_CLASS.val, generator),
    test: drawPictures(SIGNS_PER_CLASS.test, generator),
  };
}

function drawPictures(
  perClass: number,
  generator: Generator,
): LabelledPictures {
  const { height, width, channels, classCount } = SIGNS_FORMAT;
  const count = perClass * classCount;
  const size = height * width * channels;
  const pixels = new Uint8Array(count * size);
  const labels = Uint8Array.from(
    generator.permutation(count),
    (place) => place % classCount,
  );
  labels.forEach((label, i) =>
    pixels.set(drawHand(label, generator), i * size)
  );
  return { pixels, labels, count, height, width, channels };
}
