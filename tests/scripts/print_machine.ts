/** Prints what findMachine finds, for tests that choose what is on PATH. */
import { findMachine } from "../../scripts/setup/requirements.ts";

try {
  console.log(JSON.stringify(await findMachine()));
} catch (error) {
  console.log((error as Error).message);
}
