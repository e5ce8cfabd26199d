import { size } from "./given.ts";

// Check your own lines here, and add cells as you like; the derivation itself
// goes into the text cell below. For example:
size.line`[K \le H + 2p] = 1`;
