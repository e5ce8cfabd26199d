import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exists } from "mle/io/mod.ts";
import { ROOT } from "./paths.ts";

/**
 * Loads a module of the teacher's edition; nothing in the students', which
 * lacks it. Named by its path in the project, so that nothing that students get
 * imports it.
 */
export async function teachersPart<Module>(
  path: string,
): Promise<Module | undefined> {
  const file = join(ROOT, path);
  return await exists(file)
    ? await import(pathToFileURL(file).href)
    : undefined;
}
