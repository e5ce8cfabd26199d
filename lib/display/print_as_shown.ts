import { DISPLAY, type Displayable } from "./display.ts";

/**
 * Lets `console.log`, and what holds such a value in an array or object, print
 * the text that a notebook shows for it.
 *
 * @param prototype Of a class whose display has plain text, and is there at once.
 */
export function printAsShown(prototype: object): void {
  Object.defineProperty(prototype, Symbol.for("Deno.customInspect"), {
    value(this: Displayable): string {
      const shown = this[DISPLAY]() as Record<string, string>;
      return shown["text/plain"];
    },
  });
}
