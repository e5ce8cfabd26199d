import type { Module } from "./module.ts";

/** Runs `use` while a model is in evaluation mode, and returns its result. */
export function inEvaluationMode<T>(model: Module, use: () => T): T {
  const { training } = model;
  model.eval();
  try {
    return use();
  } finally {
    if (training) model.train();
  }
}
