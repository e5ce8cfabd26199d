import { showCodes } from "./codes.ts";
import { showHand } from "./hand.ts";
import { classify, decode, encode } from "./models.ts";
import { showNoise } from "./noise.ts";
import { showTraining } from "./training.ts";
import { bytesOf, picturesOf, VALUES } from "./values.ts";

// The models can be called from the browser's console, too.
Object.assign(globalThis, { mle: { classify, encode, decode } });

document.documentElement.dataset.play = "loading";
const { labels, pictures: url } = VALUES;
picturesOf(url, bytesOf(labels).length).then((pictures) => {
  showCodes(pictures);
  showHand();
  showTraining(pictures);
  showNoise();
  document.documentElement.dataset.play = "ready";
});
