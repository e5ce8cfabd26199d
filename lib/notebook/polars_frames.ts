import dataframe from "nodejs-polars/bin/dataframe.js";
import { DISPLAY, type MimeBundle } from "../display/mod.ts";
import { type Frame, table } from "./table.ts";

/** Polars' internal store of a frame's columns. */
interface Inner {
  toString(): string;
  readonly shape: { readonly height: number; readonly width: number };
}

// Polars makes every frame with this function, which gives each frame its own
// display method: 50 rows, 17 digits, no plain text. Frames have no prototype
// that could be changed instead.
const polars = dataframe as { _DataFrame(inner: Inner): unknown };
const makeFrame = polars._DataFrame;
polars._DataFrame = (inner) => {
  const frame = makeFrame(inner) as Frame & { [DISPLAY](): MimeBundle };
  frame[DISPLAY] = () => {
    const { height, width } = inner.shape;
    const caption = `Polars frame [${height}, ${width}]`;
    try {
      return table(frame, { caption }).bundle;
    } catch { // Polars cannot return structs: its own display is shown instead
      return { "text/plain": inner.toString() };
    }
  };
  return frame;
};
