import { readCsv } from "../csv.ts";
import type { Owner } from "./owners.ts";

/** Somebody of the course. */
export interface Person {
  /** What their folder would be called if they handed in. */
  student: string;
  name: string;
  /** What a platform or the course calls them: number, login, address. */
  keys: string[];
  /** The line of the file, from 0 on, the header included. */
  line: number;
}

/** The course's list of students, as a platform exports it. */
export interface Roster {
  lines: string[][];
  people: Person[];
  marks: MarkColumns;
}

/** Where a platform's list has marks. */
export interface MarkColumns {
  /** The column that gets the points; one is added where it is not there. */
  mark?: string[];
  /** Other columns to set where points are given. */
  set?: Record<string, string>;
}

interface RosterKind extends MarkColumns {
  platform: string;
  /** Headers that tell it from others, each with its other names. */
  needs: string[][];
  person: (cell: (...names: string[]) => string) => {
    student: string;
    name: string;
    keys: string[];
  } | undefined;
}

/** How platforms write lists of students; a platform is a row here. */
const KINDS: readonly RosterKind[] = [
  {
    platform: "Moodle",
    needs: [["Identifier", "ID"], ["Full name", "Vollständiger Name"]],
    person: (cell) => {
      const id = /\d+$/.exec(cell("Identifier", "ID"))?.[0] ?? "";
      const name = cell("Full name", "Vollständiger Name");
      const email = cell("Email address", "E-Mail-Adresse");
      return { student: `${name}_${id}`, name, keys: [id, email] };
    },
    mark: ["Grade", "Bewertung"],
  },
  {
    platform: "Canvas",
    needs: [["Student"], ["ID"], ["Section"]],
    person: (cell) => {
      const [name, id] = [cell("Student"), cell("ID")];
      if (id === "") return undefined; // the line of possible points
      const student = `${squashed(name)}_${id}`;
      return { student, name, keys: [id, cell("SIS Login ID")] };
    },
  },
  {
    platform: "ILIAS",
    needs: [["usr_id"], ["login"], ["lastname"], ["firstname"]],
    person: (cell) => {
      const [last, first] = [cell("lastname"), cell("firstname")];
      const [login, id] = [cell("login"), cell("usr_id")];
      const student = `${last}_${first}_${login}_${id}`;
      return { student, name: `${first} ${last}`, keys: [id, login] };
    },
    mark: ["mark"],
    set: { update: "1" },
  },
  {
    platform: "Blackboard",
    needs: [["Username"], ["Last Name"], ["First Name"]],
    person: (cell) => ({
      student: cell("Username"),
      name: `${cell("First Name")} ${cell("Last Name")}`,
      keys: [cell("Username"), cell("Student ID")],
    }),
  },
  {
    platform: "none",
    needs: [["id", "student", "login"]],
    person: (cell) => {
      const id = cell("id", "student", "login");
      const name = cell("name") ||
        `${cell("first_name")} ${cell("last_name")}`.trim();
      return { student: id, name: name || id, keys: [id, cell("email")] };
    },
  },
];

/**
 * Reads a list of students: `id,name`, or what Canvas, Moodle (the grading
 * worksheet), ILIAS (`status.csv`) or Blackboard export.
 *
 * @throws {TypeError} if it has none of these headers
 */
export function readRoster(text: string): Roster {
  const lines = readCsv(text);
  const [header = []] = lines;
  const kind = KINDS.find(({ needs }) =>
    needs.every((names) => column(header, names) >= 0)
  );
  if (kind === undefined) {
    const known = KINDS.map(({ platform, needs }) =>
      `${needs.map(([name]) => name).join(", ")} (${platform})`
    );
    throw new TypeError(
      `Cannot read the roster: expected a CSV with the columns ${
        known.join("; or ")
      }; got ${header.slice(0, 8).join(", ")}`,
    );
  }
  const people = lines.flatMap((cells, line) => {
    if (line === 0) return [];
    const cell = (...names: string[]) =>
      cells[column(header, names)]?.trim() ?? "";
    const person = kind.person(cell);
    if (person === undefined || person.student === "") return [];
    return [{ ...person, keys: person.keys.filter(Boolean), line }];
  });
  return { lines, people, marks: { mark: kind.mark, set: kind.set } };
}

/** The column under one of these names; -1 if there is none. */
export function column(header: readonly string[], names: string[]): number {
  return header.findIndex((title) =>
    names.some((name) => name.toLowerCase() === title.trim().toLowerCase())
  );
}

/** Who of the roster an owner is: by number or login, else by name alone. */
export function personOf(
  { people }: Roster,
  owner: Owner,
): Person | undefined {
  const { student, id, login } = owner;
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const called = [id, login, ...id || login ? [] : [student]]
    .filter((key) => key !== undefined);
  const byKey = people.filter(({ keys }) =>
    keys.some((key) => called.some((other) => same(key, other)))
  );
  if (byKey.length > 0) return byKey.length === 1 ? byKey[0] : undefined;
  const byName = people.filter((person) => isCalled(person, owner));
  return byName.length === 1 ? byName[0] : undefined;
}

/** Whether somebody on a roster has both this number and this name. */
export function isNamedSo(roster: Roster | undefined, owner: Owner): boolean {
  return roster !== undefined &&
    roster.people.some((person) =>
      person.keys.includes(owner.id ?? "") && isCalled(person, owner)
    );
}

function isCalled(person: Person, { name, student }: Owner): boolean {
  const wanted = new Set([name, student].flatMap(spellings));
  return [person.name, person.student].flatMap(spellings)
    .some((spelling) => wanted.has(spelling));
}

/** A name's words in whatever order, and run together as Canvas has them. */
function spellings(name: string | undefined): string[] {
  if (name === undefined) return [];
  const words = name.normalize("NFKC").toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
  return words.length === 0
    ? []
    : [words.toSorted().join(" "), words.join(""), words.toReversed().join("")];
}

function squashed(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{M}\p{N}_]/gu, "");
}
