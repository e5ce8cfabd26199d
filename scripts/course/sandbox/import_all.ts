/** Imports what a notebook imports: warm_cache.ts runs it. */
import "mle/math/mod.ts";
import "mle/notebook/mod.ts";
import "mle/plot/mod.ts";
import "mle/train/mod.ts";
import "nodejs-polars";
