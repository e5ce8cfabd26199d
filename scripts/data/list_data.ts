/** Prints which data the notebooks will use, one data set per line. */
import { describeData } from "./describe_data.ts";

try {
  for (const [name, origin] of await describeData()) {
    console.log(`${name}: ${origin}`);
  }
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
