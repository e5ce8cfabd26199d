import type { Command } from "commander";
import { loadSigns } from "mle/data/mod.ts";
import {
  autoencoderRunName,
  convAutoencoderCommand,
  pcaAutoencoderCommand,
} from "../train/autoencoder_command.ts";
import { cnnCommand, cnnRunName } from "../train/cnn_command.ts";

/** The values of a run's options, by their names. */
export type Settings = Record<string, number>;

/** A command of `deno task train`, and what a sweep needs to know of it. */
export interface Training {
  command: Command;
  /** The column of its history that runs are compared by. */
  column: string;
  /** Returns how a run on these data is called, by its settings. */
  naming(data?: string): Promise<(settings: Settings) => string>;
}

/** All commands of `deno task train`. */
export const TRAININGS: readonly Training[] = [
  {
    command: cnnCommand(),
    column: "valAccuracy",
    async naming(data) {
      type Options = Parameters<typeof cnnRunName>[1];
      const signs = await loadSigns(data);
      return (settings) => cnnRunName(signs, settings as Options);
    },
  },
  ...[convAutoencoderCommand(), pcaAutoencoderCommand()]
    .map((command): Training => ({
      command,
      column: "testLoss",
      naming() {
        type Options = Parameters<typeof autoencoderRunName>[0];
        return Promise.resolve((settings) =>
          autoencoderRunName(settings as unknown as Options)
        );
      },
    })),
];
