import { dirname } from "node:path";
import type { Owner } from "./owners.ts";

/** A file, whose it is, and the text of it if it is nbgrader's with a time. */
interface Timed {
  path: string;
  text?: string;
  owner: Owner;
}

/**
 * The times in nbgrader's files, on the clock of this machine, for all that lies
 * below them: nbgrader puts one into the assignment's folder, and what lies
 * deeper is the student's own.
 */
export function withTimes<Item extends Timed>(items: readonly Item[]): Item[] {
  const times = new Map<string, string>();
  for (const { path, text, owner } of items) {
    const time = Date.parse((text ?? "").trim().replace(/\.\d+/, ""));
    const isOwn = isOnPlatform(owner) || owner.below.split("/").length > 2;
    if (Number.isNaN(time) || isOwn) continue;
    const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
    const digits = local.toISOString().slice(0, 19).replaceAll(/\D/g, "");
    times.set(`${dirname(path)}/`, digits);
  }
  const folders = [...times.keys()].sort((a, b) => a.length - b.length);
  return items.map((item) => {
    const above = folders.find((folder) => item.path.startsWith(folder));
    const time = isOnPlatform(item.owner)
      ? item.owner.time
      : times.get(above ?? "");
    return { ...item, owner: { ...item.owner, time } };
  });
}

/** There, a file with a time is the student's own. */
const isOnPlatform = ({ rest }: Owner): boolean => rest !== undefined;

/** A platform's digits of year to second as `2025-06-11T23:59:00`. */
export function isoTime(digits: string | undefined): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits ?? "");
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}
