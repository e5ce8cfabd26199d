import { type Browser, chromium } from "playwright-core";

const PROGRAMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Where this machine has Chromium; undefined where it has none, or, as Ubuntu,
 * only a program of that name which says how to get it.
 */
export const CHROMIUM: string | undefined = PROGRAMS.find((path) => {
  try {
    return new Deno.Command(path, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
});

/** Starts Chromium without a screen; its traces go with it. */
export async function startChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox", // which root may not have
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
