/** The method that a notebook calls to display a value. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/**
 * A value in several forms, by media type; a viewer shows the richest one that
 * it supports.
 */
export type MimeBundle = Record<string, string | object>;

/** A value with its own display instead of printed fields. */
export interface Displayable {
  /** The forms in which it can be displayed. */
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}

/** Something to look at: a notebook shows it when it is the value of a cell. */
export class View implements Displayable {
  /** Takes what is displayed. */
  constructor(
    /** The forms in which it is displayed. */
    readonly bundle: MimeBundle & { "text/plain": string },
  ) {}

  /** What a notebook shows. */
  [DISPLAY](): MimeBundle {
    return this.bundle;
  }
}
