/** What handing in late costs. */
export interface LateRule {
  /** When it was due, on the clock that the times of handing in are on. */
  due: string;
  /** Percent of the points that each day that has begun costs. */
  percentPerDay: number;
}

/** When somebody handed in, as far as it is known. */
export interface HandedIn {
  /** The last time: `2025-06-11T23:59:00`. */
  time?: string;
  /** Whether the platform says that it was late. */
  late?: true;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * The days that somebody was late, each that has begun counted whole; undefined
 * if that they were late is all that is known.
 */
export function daysLate(
  { time, late }: HandedIn,
  due: string | undefined,
): number | undefined {
  if (time === undefined || due === undefined) return late ? undefined : 0;
  return Math.max(0, Math.ceil((toMs(time) - toMs(due)) / DAY_MS));
}

/** A clock's time, without regard to when a country changes its clocks. */
function toMs(time: string): number {
  return Date.parse(`${time}Z`);
}

/** Reads a time as `--due` takes it: `2025-06-11T23:59`; undefined if it is none. */
export function readTime(text: string): string | undefined {
  const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(text);
  const time = text.replace(" ", "T") + (text.length === 16 ? ":00" : "");
  return isTime && !Number.isNaN(toMs(time)) ? time : undefined;
}

/** When somebody handed in last, whatever it was. */
export function lastOf(all: readonly HandedIn[]): HandedIn {
  const [time] = all.flatMap(({ time }) => time ?? []).sort().reverse();
  const isLate = all.some(({ late }) => late);
  return { ...time && { time }, ...isLate && { late: true } };
}
