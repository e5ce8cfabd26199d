import { size } from "./given.ts";

// Write your derivation from here on: each line is checked when you run its
// cell. Add code cells for further lines, and text cells for the reasons.
size.line`[K \le H + 2p] = 1`; // an example
