import type { Course } from "../../../scripts/course/grade/grade_all.ts";
import { notebook } from "./grade_cells.ts";
import { RIGHT, STUDENT, submission, TEACHER } from "./notebooks.ts";
import type { TestCell } from "./notebooks.ts";
import { VALUES_MIME } from "./notebooks.ts";

// What lib/grading does, for kernels that have no library.
const HAND_OUT = `globalThis.handOut = async (values) => {
  const { nonce, seed } = globalThis.mleTicket;
  delete globalThis.mleTicket;
  const out = {};
  for (const [name, value] of Object.entries(values(seed))) {
    try {
      out[name] = { value: await value() };
    } catch (error) {
      out[name] = { error: String(error) };
    }
  }
  const data = { "${VALUES_MIME}": { nonce, values: out } };
  await Deno.jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });
};`;

/** The small course's cells, with what they need in a kernel that has no library. */
export function inKernel(cells: TestCell[]): TestCell[] {
  return submission({ setup: { source: HAND_OUT } }, cells);
}

/** The small course, for real kernels. */
export function kernelCourse(workspace: string): Course {
  return {
    assignment: "sheet",
    teachers: [notebook(inKernel(TEACHER))],
    handedOut: [notebook(inKernel(STUDENT))],
    teachersWorkspace: workspace,
    studentsWorkspace: workspace,
    library: {},
    version: "1",
  };
}

const own = (source: string): TestCell => ({ id: "own", source });
const die = "Deno.kill(Deno.pid, 'SIGKILL'); await new Promise(() => {});";

/** Kinds of submissions, and the points that each gets. */
export const KINDS: [number, TestCell[] | string][] = [
  [6, inKernel(RIGHT)],
  [4, inKernel(submission({ cube: { source: "var cube = () => 8;" } }, RIGHT))],
  [0, inKernel(STUDENT)],
  [2, inKernel(submission({ square: { source: die } }, RIGHT))],
  [4, inKernel(submission({ cube: { source: "Deno.exit(0);" } }, RIGHT))],
  [6, inKernel([own("throw new Error('mine');"), ...RIGHT])],
  [0, '{"nbformat": 4, "cells": ['],
  [
    2,
    inKernel(
      submission({ "check-square": undefined, square: undefined }, RIGHT),
    ),
  ],
  [6, inKernel(submission({ cube: { cell_type: "markdown" } }, RIGHT))],
  [6, inKernel([...RIGHT, own(die)])],
];
