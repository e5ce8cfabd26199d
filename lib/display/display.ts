/** The method by which a notebook asks a value how it wants to be shown. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** One thing in several forms, by media type; a viewer takes the best one that it can draw. */
export type MimeBundle = Record<string, string | object>;

/** What a notebook shows in its own way rather than as printed fields. */
export interface Displayable {
  /** The forms in which it can be shown. */
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}
