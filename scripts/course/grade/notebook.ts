import type { Cell } from "../../notebooks/format.ts";
import type { HiddenTests } from "../tasks/hidden_tests.ts";

/** The parts of a cell that matter to grading. */
export interface GradingCell extends
  Pick<
    Cell,
    "id" | "type" | "source" | "tags" | "nbgrader" | "attachments"
  > {
  /** In the teacher's edition. */
  hidden?: HiddenTests;
}

/** A notebook of the teacher's edition, or a submitted one. */
export interface GradingNotebook {
  name: string;
  cells: GradingCell[];
}
