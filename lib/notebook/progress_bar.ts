import type { TrainingProgress } from "../train/mod.ts";
import { lossCurve } from "./loss_curve.ts";
import { durationText } from "./duration_text.ts";

/** What a progress bar shows. */
export interface BarState {
  /** What is being done. */
  readonly label: string;
  /** How it stands. */
  readonly status: "running" | "stopping" | "done" | "stopped" | "failed";
  /** How far it is, once that is known. */
  readonly progress?: TrainingProgress;
  /** Since when it runs, in milliseconds. */
  readonly elapsedMs: number;
  /** For how much longer, in milliseconds, if that can be told. */
  readonly leftMs?: number;
}

/** How many steps are done, over all epochs. */
export function stepsDone({ epoch, step, steps }: TrainingProgress): number {
  return (epoch - 1) * steps + step;
}

/** How many steps there are, over all epochs. */
export function stepsInAll({ epochs, steps }: TrainingProgress): number {
  return epochs * steps;
}

/** The bar with the curve beneath it for a notebook, and the same as a line of text. */
export function progressBar(
  state: BarState,
): { "text/html": string; "text/plain": string } {
  const { label, progress, status } = state;
  const text = statusText(state);
  const share = status === "done"
    ? 1
    : progress
    ? stepsDone(progress) / stepsInAll(progress)
    : 0;
  const percent = Math.floor(100 * share);
  const curve = progress?.history &&
    lossCurve(progress.history, progress.epochs);
  // Not <progress>, whose colours are the browser's and may be dark on dark.
  return {
    "text/html":
      `<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0.3em 0.8em;` +
      `font-variant-numeric:tabular-nums">` +
      `<b>${escape(label)}</b>` +
      `<div role="progressbar" aria-label="${escape(label)}" ` +
      `aria-valuemin="0" aria-valuemax="100" aria-valuenow="${percent}" ` +
      `aria-valuetext="${escape(text)}" ` +
      `style="width:16em;height:0.7em;border-radius:0.35em;overflow:hidden;` +
      `background:rgba(127,127,127,0.3)">` +
      `<div style="width:${percent}%;height:100%;background:${
        COLOR[status]
      }">` +
      `</div></div>` +
      `<span>${escape(text)}</span></div>${curve?.html ?? ""}`,
    "text/plain": `${label}: ${text}${curve ? `; ${curve.text}` : ""}`,
  };
}

/** The colours stand on light and dark ground, and the text says what they say. */
const COLOR: Record<BarState["status"], string> = {
  running: "#0072B2",
  stopping: "#E69F00",
  done: "#009E73",
  stopped: "#E69F00",
  failed: "#D55E00",
};

function statusText(
  { status, progress, elapsedMs, leftMs }: BarState,
): string {
  const time = durationText(elapsedMs);
  const epoch = progress ? `epoch ${progress.epoch} of ${progress.epochs}` : "";
  switch (status) {
    case "done": {
      const epochs = progress?.epoch === 1
        ? "1 epoch"
        : `${progress?.epoch} epochs`;
      return progress ? `done: ${epochs} in ${time}` : `done in ${time}`;
    }
    case "stopped":
    case "failed":
      return progress
        ? `${status} in ${epoch} after ${time}`
        : `${status} after ${time}`;
    case "stopping":
      return "stopping after this step …";
    case "running": {
      if (!progress) return "starting …";
      const left = leftMs === undefined ? "" : `, ${durationText(leftMs)} left`;
      return `${epoch}, step ${progress.step} of ${progress.steps}, ${time} so far${left}`;
    }
  }
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
