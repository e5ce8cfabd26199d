/** Whether a notebook's kernel runs this. */
export function inNotebook(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // outside a notebook, the mere access makes Deno throw
  }
}
