import { escapeHtml } from "../display/mod.ts";
import type { TrainingProgress } from "../train/mod.ts";
import { lossCurve } from "./loss_curve.ts";
import { durationText } from "./duration_text.ts";

/** What a progress bar shows. */
export interface BarState {
  /** What the work is called. */
  readonly label: string;
  /** Its state. */
  readonly status: "running" | "stopping" | "done" | "stopped" | "failed";
  /** Its progress, once known. */
  readonly progress?: TrainingProgress;
  /** The elapsed time in milliseconds. */
  readonly elapsedMs: number;
  /** The estimated remaining time in milliseconds, if known. */
  readonly leftMs?: number;
}

/** The number of completed steps over all epochs. */
export function stepsDone({ epoch, step, steps }: TrainingProgress): number {
  return (epoch - 1) * steps + step;
}

/** The total number of steps over all epochs. */
export function stepsInAll({ epochs, steps }: TrainingProgress): number {
  return epochs * steps;
}

/** The bar with the curve beneath it, and the same as a line of text. */
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
  // Not <progress>, whose colours depend on the browser and may be dark on
  // dark.
  return {
    "text/html":
      `<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0.3em 0.8em;` +
      `font-variant-numeric:tabular-nums">` +
      `<b>${escapeHtml(label)}</b>` +
      `<div role="progressbar" aria-label="${escapeHtml(label)}" ` +
      `aria-valuemin="0" aria-valuemax="100" aria-valuenow="${percent}" ` +
      `aria-valuetext="${escapeHtml(text)}" ` +
      `style="width:16em;height:0.7em;border-radius:0.35em;overflow:hidden;` +
      `background:rgba(127,127,127,0.3)">` +
      `<div style="width:${percent}%;height:100%;background:${
        COLOR[status]
      }">` +
      `</div></div>` +
      `<span>${escapeHtml(text)}</span></div>${curve?.html ?? ""}`,
    "text/plain": `${label}: ${text}${curve ? `; ${curve.text}` : ""}`,
  };
}

/** The colours work on light and dark backgrounds, and the text says the same. */
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
