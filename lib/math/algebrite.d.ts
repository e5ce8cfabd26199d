/** The computer algebra system Algebrite, as far as the project uses it. */
declare const Algebrite: {
  /** Evaluates a formula and gives the result as text. */
  run(formula: string): string;
};
export default Algebrite;
