import { loginsOf } from "./blackboard.ts";
import { isNamedSo, type Roster } from "./roster.ts";

/** What a platform's name for a file or folder says of whose it is. */
export interface PlatformName {
  name?: string;
  /** The platform's own number of the person or group. */
  id?: string;
  login?: string;
  /** Whether the platform says that it came late. */
  late?: boolean;
  /** When it was handed in: digits of year to second, in the platform's time. */
  time?: string;
  /** Grows from attempt to attempt. */
  attempt?: number;
  /** The rest of a file's own name. */
  rest: string;
  /** What a person has to find out if nothing tells whose it is. */
  doubt?: string;
}

interface Platform {
  platform: string;
  /** Of a folder's or file's name; the groups are {@linkcode PlatformName}'s. */
  pattern: RegExp;
  /** Whether the pattern is of folders only. */
  folder?: boolean;
  /** Whether a folder around everything may be named so, too. */
  around?: boolean;
  /** Before the name of what lies in such a folder. */
  time?: RegExp;
  /** How the student is called: with the number where names may be shared. */
  student: (found: PlatformName) => string | undefined;
  /** Corrects owners by what else is known. */
  settle?: (
    owners: readonly (PlatformOwner | undefined)[],
    clues: Clues,
  ) => (PlatformOwner | undefined)[];
}

/** What tells whose a file is beside its name. */
export interface Clues {
  /** The first lines of the files that are Blackboard's own. */
  receipts?: readonly (string | undefined)[];
  roster?: Roster;
}

const named = ({ name, id, login }: PlatformName) =>
  [name, id].filter((part) => part !== undefined).join("_") || login;

/**
 * How learning platforms name what was handed in, in the archives that teachers
 * download: Canvas `lib/content_zipper.rb`, Moodle
 * `mod/assign/classes/downloader.php`, ILIAS `ilSubmissionsZipJob` and
 * `getDirectoryNameFromUserData`, Blackboard's Assignment File Download. A
 * platform is a row here, and a row in the roster's table.
 */
const PLATFORMS: readonly Platform[] = [
  {
    platform: "Moodle",
    // A team without a group has no number; before Moodle 4 a "_" stands last.
    // What stands last is Moodle's: people may choose how they are called.
    pattern: /^(?<name>.+?)(?:_(?<id>\d+))?_assignsubmission_[a-z]+_?$/s,
    folder: true,
    student: named,
  },
  {
    platform: "Moodle, without folders",
    // Twice, it may be in the person's name or in the file's: it is nobody's.
    pattern:
      /^(?!.*_assignsubmission_.*_assignsubmission_)(?<name>.+?)(?:_(?<id>\d+))?_assignsubmission_[a-z]+_(?<rest>.+)$/s,
    student: named,
  },
  {
    platform: "Canvas",
    pattern:
      /^(?:(?<name>(?!LATE_)[^_].*?)_)?(?<late>LATE_)?(?<id>\d{2,}|anon_\w+?)_(?:(?<attempt>\d{2,})_(?<rest>.+)|(?:text|link)\.html)$/s,
    student: named,
    settle: withOwnNumbers,
  },
  {
    platform: "Blackboard",
    // The login with the assignment before it; what comes after the first time
    // is a student's.
    pattern:
      /^(?<login>.+?)_attempt_(?<time>\d{4}(?:-\d\d){5})(?:_(?<rest>.+)|\.txt)$/s,
    student: ({ login }) => login,
    settle: withLogins,
  },
  {
    platform: "ILIAS",
    pattern:
      /^(?<name>[^_]+_[^_]+(?:_[^_]+)*)_(?<login>[^_]+(?:_[^_]+)*?)_(?<id>\d+)$/s,
    folder: true,
    around: true,
    time: /^\d{14}_(?=.)/,
    student: ({ name, login, id }) => `${name}_${login}_${id}`,
  },
];

/** A path as its platform reads it. */
export interface PlatformOwner extends PlatformName {
  student: string;
  /** The path below what names the student. */
  below: string;
  /** How many folders are around what names the student. */
  depth: number;
}

/**
 * Reads paths as the platform's whose names more than half of them have; a path
 * that has no such name is undefined. Undefined if there is no such platform.
 */
export function platformOwners(
  paths: readonly string[],
  clues: Clues = {},
): (PlatformOwner | undefined)[] | undefined {
  const split = paths.map((path) => path.split("/"));
  const shared = sharedDepth(split);
  for (const platform of PLATFORMS) {
    const isDeeper = platform.around &&
      split.some((path) => read(path, platform, shared));
    const from = isDeeper ? shared : 0;
    const owners = split.map((path) => read(path, platform, from));
    if (owners.filter(Boolean).length * 2 > paths.length) {
      return platform.settle?.(owners, clues) ?? owners;
    }
  }
  return undefined;
}

/**
 * Canvas's owners: where three numbers follow a name, the first may be part of the
 * name, and perhaps another's. Then the roster tells, or that somebody else has
 * this number.
 */
function withOwnNumbers(
  owners: readonly (PlatformOwner | undefined)[],
  { roster }: Clues,
): (PlatformOwner | undefined)[] {
  const numberFirst = /^(?<attempt>\d{2,})_(?<rest>.+)$/s;
  const known = owners.filter((owner) => owner !== undefined);
  const sure = known.filter(({ rest }) => !numberFirst.test(rest));
  return owners.map((owner) => {
    const next = numberFirst.exec(owner?.rest ?? "")?.groups;
    if (owner === undefined || next === undefined || owner.late) return owner;
    const isOther = ({ id, name }: PlatformOwner) =>
      id === owner.id && name !== owner.name;
    const isSure = sure.some(({ id, name }) =>
      id === owner.id && name === owner.name
    );
    const found = {
      ...owner,
      name: `${owner.name}_${owner.id}`,
      id: String(owner.attempt),
      attempt: Number(next.attempt),
      rest: next.rest,
    };
    const below = next.rest + owner.below.slice(owner.rest.length);
    const other = { ...found, student: named(found)!, below };
    const listed = [owner, other].filter((reading) =>
      isNamedSo(roster, reading)
    );
    if (listed.length === 1) return listed[0];
    if (listed.length === 0 && isSure) return owner;
    if (listed.length === 0 && known.some(isOther)) return other;
    const doubt = `Is it ${owner.student}'s, or ${other.student}'s? ` +
      `Its name may be read as either; it counts as ${owner.student}'s. ` +
      "Take the course's list (--roster), or rename it.";
    return { ...owner, id: undefined, doubt };
  });
}

/** Blackboard's owners, whose login came with the assignment before it. */
function withLogins(
  owners: readonly (PlatformOwner | undefined)[],
  { receipts = [], roster }: Clues,
): (PlatformOwner | undefined)[] {
  const lines = owners.flatMap((owner, i) =>
    owner?.below === "" && receipts[i] !== undefined
      ? [[owner.student, receipts[i]] as const]
      : []
  );
  const names = owners.flatMap((owner) => owner ? [owner.student] : []);
  const { logins, guessed } = loginsOf(
    names,
    new Map(lines),
    roster?.people.flatMap(({ keys }) => keys) ?? [],
  );
  const unclear = owners.find((owner) => owner && guessed.has(owner.student));
  return owners.map((owner) => {
    const login = owner && logins.get(owner.student);
    const doubt = owner && owner === unclear
      ? `Which part of ${owner.student} is the login? It counts as ` +
        `${login ?? owner.student}, and the others alike. Grade the zip with ` +
        "its receipts, or take the course's list (--roster)."
      : undefined;
    return owner && { ...owner, login, student: login ?? owner.student, doubt };
  });
}

function read(
  segments: string[],
  platform: Platform,
  from: number,
): PlatformOwner | undefined {
  const isMatch = (segment: string, at: number) =>
    at >= from && platform.pattern.test(segment) &&
    !(platform.folder && at === segments.length - 1);
  const at = segments.findIndex(isMatch);
  if (at < 0) return undefined;
  const groups = platform.pattern.exec(segments[at])!.groups!;
  const inside = segments.slice(at + 1);
  // Deeper, a student has chosen the names.
  const before = platform.time?.exec(inside[0] ?? "")?.[0];
  if (before !== undefined) inside[0] = inside[0].slice(before.length);
  const found = {
    name: groups.name,
    id: groups.id,
    login: groups.login,
    late: groups.late === undefined ? undefined : true,
    time: (groups.time ?? before)?.replaceAll(/[-_]/g, ""),
    attempt: groups.attempt === undefined ? undefined : Number(groups.attempt),
    rest: groups.rest ?? "",
  };
  const student = platform.student(found);
  if (student === undefined) return undefined;
  const below = found.rest === "" ? inside : [found.rest, ...inside];
  return { ...found, student, below: below.join("/"), depth: at };
}

/** How many folders are around all paths. */
function sharedDepth(paths: readonly string[][]): number {
  const [first = []] = paths;
  let depth = 0;
  while (
    depth < first.length - 1 &&
    paths.every((path) =>
      path.length > depth + 1 && path[depth] === first[depth]
    )
  ) depth++;
  return depth;
}
