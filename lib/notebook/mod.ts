/**
 * What only makes sense in a live notebook: progress, Stop, and views of the
 * library's source.
 */
export { type Claim, discuss } from "./discuss.ts";
export { durationText } from "./duration_text.ts";
export { showSource } from "./show_source.ts";
import "./polars_frames.ts";

export { type Frame, table, type TableOptions } from "./table.ts";
export { type ProgressHandle, withProgress } from "./with_progress.ts";
