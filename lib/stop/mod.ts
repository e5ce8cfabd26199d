/**
 * Stop (■), as a notebook's kernel passes it on: noticed by loops that wait for
 * the event loop now and then, and by those that never do.
 *
 * @module
 */
export { inNotebook } from "./in_notebook.ts";
export { stopCount, stopRequested, throwIfStopped } from "./stop_count.ts";
export { StoppedError } from "./stopped_error.ts";
export { StopListener } from "./stop_listener.ts";
