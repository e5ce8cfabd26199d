import { STAND_IN_NOTICE } from "mle/data/signs_stand_in.ts";
import { basename } from "node:path";
import { bundlePlay } from "./bundle.ts";
import { showsStandIn } from "./exercise_pages.ts";
import { pageOf, type SitePage, textCell, textOf } from "./page.ts";
import { playValues, type PlayWeights } from "./play_data.ts";

const CLASSIFIER = "exercise_2_cnn_classifier";
const AUTOENCODER = "exercise_3_autoencoders";

/** The page to play with, with the weights that the exercises' notebooks have kept. */
export async function playPage(
  exercises: readonly SitePage[],
): Promise<SitePage> {
  const [classifier, autoencoder] = [CLASSIFIER, AUTOENCODER]
    .map((notebook) => exercises.find(({ name }) => name === notebook)!);
  return await playPageOf({
    classifier: keptIn(classifier),
    autoencoder: keptIn(autoencoder),
  }, showsStandIn(classifier));
}

/** The page to play with, with these weights. */
export async function playPageOf(
  weights: PlayWeights,
  standIn: boolean,
): Promise<SitePage> {
  const values = await playValues(weights, standIn);
  const page = pageOf("play", [textCell("title", text(standIn, weights))]);
  return {
    ...page,
    scripts: {
      "play_values.js": `const PLAY = ${JSON.stringify(values)};\n`,
      "play.js": await bundlePlay(),
    },
  };
}

/** The path of the weights that an executed notebook says it has kept. */
function keptIn({ name, cells }: SitePage): string {
  const cell = cells.find(({ id }) => id === "keep-weights");
  const path = /build\/weights\/\w+-[0-9a-f]+\.safetensors/
    .exec(textOf(JSON.stringify(cell?.outputs)))?.[0];
  if (path !== undefined) return path;
  throw new Error(
    `Cannot make the page to play with: expected ${name} to say which weights ` +
      "it has kept, got nothing. Execute it again: deno task notebooks",
  );
}

const part = (id: string) => `<div class="play" id="play-${id}"></div>`;

const text = (standIn: boolean, weights: PlayWeights) =>
  `# Play with the models

The networks of Exercises 2 and 3, as trained by the notebooks of this site, in
your browser: no server computes anything, and what you show them stays here.

<noscript><p>This needs JavaScript, which is switched off here.</p></noscript>

<p class="made-with">Their weights: ${
    Object.values(weights).map((path) => basename(path)).join(", ")
  }.</p>

## A code of three numbers

Each number from a slider; or press on the map, where each point is the code of
a training picture. Points are the fainter the farther away their third number
is. Beside it stand what the decoder draws, and the training picture whose code
lies nearest.

${part("codes")}

## Show it your hand

A picture from a file or from the camera; its middle is cut out and shrunk to
the 64 × 64 pixels that the network reads. ${
    standIn
      ? `The network has only seen hands drawn by code (${STAND_IN_NOTICE}), ` +
        "like these six, so do not wonder at what it says to a real one."
      : "These six are test pictures of SIGNS."
  } It knows nothing but hands: it sees one in everything.

${part("hand")}

## Train the linear autoencoder

784 pixels, 10 numbers, 784 pixels, on 2,000 pictures, from random weights. The
best that it can do is to span the same space as the first ten principal
components: then all the principal angles between the two are 0.

${part("training")}

## Codes and pictures of nothing

Random codes, drawn as if the three numbers were normal and independent; and
noise, encoded and decoded.

${part("random")}
`;
