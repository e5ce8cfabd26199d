import type { Cell, NbgraderMetadata } from "../../notebooks/format.ts";
import type { Exercise } from "./exercises.ts";

/** A cell's metadata for nbgrader, if it needs any. */
export function nbgraderMetadata(
  { answers, checks, texts }: Exercise,
  { id, tags }: Pick<Cell, "id" | "tags">,
): NbgraderMetadata | undefined {
  const of = (
    flags: Pick<NbgraderMetadata, "grade" | "solution" | "locked">,
    points?: number,
  ): NbgraderMetadata => ({
    ...flags,
    grade_id: id,
    ...points === undefined ? {} : { points },
    schema_version: 3,
    task: false,
  });
  if (Object.hasOwn(answers, id)) {
    return of({ grade: false, solution: true, locked: false });
  }
  if (Object.hasOwn(checks, id)) {
    const { points } = checks[id];
    return of({ grade: true, solution: false, locked: true }, points);
  }
  if (Object.hasOwn(texts, id)) {
    return of({ grade: true, solution: true, locked: false }, texts[id]);
  }
  return tags.includes("setup")
    ? of({ grade: false, solution: false, locked: true })
    : undefined;
}
