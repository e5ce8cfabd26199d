/** Takes the tests of all files that the command line names into one isolate. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

for (const file of Deno.args) await import(pathToFileURL(resolve(file)).href);
