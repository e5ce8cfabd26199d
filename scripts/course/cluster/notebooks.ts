import { Compile } from "typebox/compile";
import type { Elsewhere } from "../grade/grade_all.ts";
import type { CellList } from "../grade/run_lists.ts";
import { ClusterError } from "../../shared/cluster_error.ts";
import type { Cluster } from "./cluster.ts";
import { NotebookAnswer } from "./protocol.ts";

const schema = Compile(NotebookAnswer);

/** How notebooks run on a cluster. */
export function notebooksOn(cluster: Cluster): Elsewhere {
  return {
    state: () => cluster.state(),
    runLists: (settings) => async (lists) => {
      try {
        const answer = await cluster.ask({ ...settings, lists });
        if (schema.Check(answer) && isTo(lists, answer)) return answer;
        return failure("A worker's answer has not the form of one.");
      } catch (error) {
        if (error instanceof ClusterError) throw error;
        return failure((error as Error).message);
      }
    },
  };
}

/** Says that a notebook did not run, for no fault of its own. */
export function failure(message: string): NotebookAnswer {
  return [{ cells: [], endings: [], end: { id: "", end: "failed", message } }];
}

/** Whether an answer can be one to these lists. */
function isTo(lists: readonly CellList[], answer: NotebookAnswer): boolean {
  const end = answer.at(-1)!.end?.end;
  return answer.length <= lists.length && end !== "stopped" &&
    (answer.length === lists.length || end !== undefined) &&
    answer.every(({ cells }, i) => {
      const asked = lists[i].cells.map(({ id }) => id).values();
      // In order, and each at most once.
      return cells.every(({ id }) => asked.some((other) => other === id));
    });
}
