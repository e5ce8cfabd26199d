// What modules of the library expect of Deno, and a page has not.

/** There is no environment: who looks for a variable finds none. */
export const Deno = { env: { get: () => undefined } };

if (!Symbol.dispose) {
  Object.defineProperty(Symbol, "dispose", { value: Symbol("Symbol.dispose") });
}
