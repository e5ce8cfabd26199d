import { sum } from "./given.ts";

// Check your own lines here, and add cells as you like; the derivation itself
// goes into the text cell below. For example:
sum.line`(x - \mu_1)^2 = x^2 - 2\mu_1 x + \mu_1^2`;
