import { sum } from "./given.ts";

// Write your derivation from here on: each line is checked when you run its
// cell. Add code cells for further lines, and text cells for the reasons.
sum.line`(x - \mu_1)^2 = x^2 - 2\mu_1 x + \mu_1^2`; // an example
