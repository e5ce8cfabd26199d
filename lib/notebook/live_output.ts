import { inNotebook } from "../stop/mod.ts";

/** A part of a cell's output whose content can be replaced. */
export class LiveOutput {
  readonly #id = crypto.randomUUID();
  readonly #jupyter = inNotebook() ? Deno.jupyter : undefined;
  #shown = false;

  /**
   * Shows a bundle of media types in place of the previous one; has no effect
   * outside a notebook.
   */
  async show(bundle: Record<string, string>): Promise<void> {
    const update = this.#shown;
    this.#shown = true;
    await this.#jupyter?.display(bundle, {
      raw: true,
      update,
      display_id: this.#id,
    });
  }
}
