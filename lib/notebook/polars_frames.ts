import dataframe from "nodejs-polars/bin/dataframe.js";
import { DISPLAY, type MimeBundle } from "../display/mod.ts";
import { type Frame, table } from "./table.ts";

/** What Polars keeps a frame's columns in. */
interface Inner {
  toString(): string;
  readonly shape: { readonly height: number; readonly width: number };
}

// Every frame is made by this function of Polars, which gives each its own way
// to be shown: 50 rows, 17 digits, no plain text. Frames have no prototype that
// could be changed instead.
const polars = dataframe as { _DataFrame(inner: Inner): unknown };
const makeFrame = polars._DataFrame;
polars._DataFrame = (inner) => {
  const frame = makeFrame(inner) as Frame & { [DISPLAY](): MimeBundle };
  frame[DISPLAY] = () => {
    const { height, width } = inner.shape;
    const caption = `Polars frame [${height}, ${width}]`;
    try {
      return table(frame, { caption })[DISPLAY]();
    } catch { // Polars hands out no structs: then its own drawing is shown
      return { "text/plain": inner.toString() };
    }
  };
  return frame;
};
