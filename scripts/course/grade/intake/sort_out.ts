import { dirname, relative } from "node:path";
import type { GradingNotebook } from "../notebook.ts";
import { lastOf } from "../publish/late.ts";
import { answersBeside, mayBeAnswer } from "./beside.ts";
import { typedInto } from "./blackboard.ts";
import { newestOf } from "./choose.ts";
import { INTAKE_LIMITS } from "./found_file.ts";
import { type Helpers, helpersOf } from "./helpers.ts";
import type { Intake, Refusal, Submission } from "./mod.ts";
import { exerciseOf, type Owner, ownersOf } from "./owners.ts";
import { type Person, personOf, type Roster } from "./roster.ts";
import { assignIds, type Ids } from "./student_id.ts";
import { isoTime, withTimes } from "./times.ts";

/** What is known of a file that was looked at. */
export interface Look {
  problem?: string;
  /** Of its copy, if it is a notebook that can be read, or code may import it. */
  digest?: string;
  exercise?: string;
  /** Files beside it that it imports. */
  imports?: string[];
  /** Set if it is neither a notebook nor an archive. */
  other?: true;
  /** Of a folder in which nothing is read. */
  nothing?: true;
  text?: string;
  receipt?: string;
}

/** A file of what was handed in. */
export interface Item extends Look {
  path: string;
}

/** A notebook that counts, and the files that it imports. */
interface Work extends Submission, Pick<Helpers, "files"> {}

interface Student {
  name: string;
  person?: Person;
  items: Owned[];
}

type Owned = Item & {
  owner: Owner;
  /** Whether it is a receipt that holds a text of its student's. */
  typed: boolean;
};

/** Says what is whose, and which of a student's notebooks count. */
export function sortOut(
  items: readonly Item[],
  teachers: readonly GradingNotebook[],
  { root, roster, ids, limits = INTAKE_LIMITS }: {
    root: string;
    roster?: Roster;
    ids: Ids;
    limits?: typeof INTAKE_LIMITS;
  },
): Intake & { submissions: Work[] } {
  const exercises = teachers.map(({ name }) => name);
  const owners = ownersOf(
    items.map(({ path }) => path),
    exercises,
    root,
    {
      receipts: items.map(({ receipt }) => receipt?.split("\n", 1)[0]),
      roster,
    },
  );
  const typed = typedInto(items.map(({ receipt }) => receipt));
  const owned = withTimes(
    items.map((item, i) => ({ ...item, owner: owners[i], typed: typed[i] })),
  );
  const students = studentsOf(owned, roster);
  assignIds([...students.keys()], ids);
  const intake: Intake & { submissions: Work[] } = {
    students: [],
    names: {},
    handedIn: {},
    lines: [],
    strangers: [],
    submissions: [],
    refusals: owned.filter(({ owner, other, path }) =>
      owner.doubt ||
      owner.student === undefined && (!other || mayBeAnswer(path))
    ).map(({ path, problem, owner }) => ({
      path,
      reason: owner.doubt ?? problem ??
        "Whose is it? Neither its folder nor its name say.",
    })),
  };
  for (const [label, { name, person, items }] of students) {
    const student = ids.get(label.normalize("NFC"))!;
    intake.students.push(student);
    intake.names[student] = name;
    intake.handedIn[student] = lastOf(
      items.map(({ owner: { time, late } }) => ({
        time: isoTime(time),
        late: late ? true : undefined,
      })),
    );
    if (person !== undefined) intake.lines.push([person.line, student]);
    const { submissions, refusals } = workOf(items, teachers, limits);
    if (roster !== undefined && person === undefined) {
      intake.strangers.push(student);
    }
    intake.submissions.push(
      ...submissions.map((submission) => ({ ...submission, student })),
    );
    intake.refusals.push(
      ...refusals.map((refusal) => ({ ...refusal, student })),
    );
  }
  intake.students.sort();
  return intake;
}

/** All students by what their id is made of; those of the roster, too. */
function studentsOf(
  items: Student["items"],
  roster: Roster | undefined,
): Map<string, Student> {
  const groups = new Map<string, Student["items"]>();
  for (const item of items) {
    const { id, student } = item.owner;
    if (student === undefined) continue;
    const key = JSON.stringify(id ?? [student.normalize("NFC").trim()]);
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  const students = new Map<string, Student>();
  for (const person of roster?.people ?? []) {
    const { student, name } = person;
    students.set(student, { name, person, items: [] });
  }
  for (const items of groups.values()) {
    const [own] = items.map(({ owner }) => owner.student!)
      .sort((a, b) => a.length - b.length);
    const person = roster && personOf(roster, items[0].owner);
    const label = person?.student ?? own;
    const known = students.get(label);
    students.set(label, {
      name: person?.name ?? items[0].owner.name ?? own,
      person,
      items: [...known?.items ?? [], ...items],
    });
  }
  return students;
}

/** A student's notebooks that count, and all that a person should know of the rest. */
function workOf(
  items: Student["items"],
  teachers: readonly GradingNotebook[],
  limits: typeof INTAKE_LIMITS,
): { submissions: Omit<Work, "student">[]; refusals: Refusal[] } {
  const exercises = teachers.map(({ name }) => name);
  const submissions: Omit<Work, "student">[] = [];
  const refusals: Refusal[] = [];
  const notebooks = items.filter(({ other }) => !other);
  const modules = items.flatMap(({ other, digest, imports = [], ...item }) =>
    other && digest !== undefined ? [{ ...item, digest, imports }] : []
  );
  for (const { path, problem, digest, exercise } of notebooks) {
    if (digest === undefined) {
      const named = exerciseOf(path, undefined, teachers);
      refusals.push({ path, reason: problem!, exercise: named });
    } else if (exercise === undefined) {
      const reason = `It is none of the exercises: name it ${
        exercises.join(", ")
      }.`;
      refusals.push({ path, reason });
    }
  }
  for (const exercise of exercises) {
    const candidates = notebooks.flatMap((item) =>
      item.exercise === exercise && item.digest !== undefined
        ? [{ ...item, digest: item.digest }]
        : []
    );
    if (candidates.length === 0) continue;
    const { chosen, older, open } = newestOf(candidates);
    for (const { path } of older) {
      const reason = `An older attempt: ${chosen!.path} counts.`;
      refusals.push({ path, reason, exercise, settled: true });
    }
    if (open.length > 0) {
      const paths = open.map(({ path }) => path).join(" and ");
      const reason = `Which one counts? There are different ones: ${paths}. ` +
        "Take out all but one, and grade again.";
      refusals.push({ path: open[0].path, reason, exercise });
    }
    if (chosen === undefined) continue;
    const { path, digest } = chosen;
    const { files, missing } = helpersOf(chosen, modules, limits.modules);
    submissions.push({
      files,
      exercise,
      path,
      digest,
    });
    for (const file of missing) {
      const reason =
        `It imports ${file}, which is missing: it was not handed ` +
        "in with it, or is not a file that grading takes. A person has to " +
        "look at it.";
      refusals.push({ path, reason, exercise });
    }
  }
  const taken = new Set(
    submissions.flatMap(({ files }) => Object.values(files)),
  );
  refusals.push(...othersOf(items, teachers, taken));
  return { submissions, refusals };
}

/** What else a student handed in, as far as a person should look at it. */
function othersOf(
  items: Student["items"],
  teachers: readonly GradingNotebook[],
  taken: ReadonlySet<string>,
): Refusal[] {
  const notebooks = items.filter(({ other }) => !other);
  const others = items.filter((item) =>
    item.other && item.text === undefined && !item.nothing &&
    !taken.has(item.digest ?? "") && (item.receipt === undefined || item.typed)
  );
  const exercises = teachers.map(({ name }) => name);
  const [first, ...more] =
    (notebooks.length > 0
      ? answersBeside(others, notebooks, exercises)
      : others)
      .map(({ path }) => path);
  if (first === undefined) {
    const [empty] = notebooks.length === 0
      ? items.filter(({ nothing }) => nothing)
      : [];
    const reason =
      "Nothing in it is read: hidden files and what lies in a folder " +
      "such as build count as nobody's work. A person has to look at it.";
    return empty === undefined ? [] : [{ path: dirname(empty.path), reason }];
  }
  const named = more.slice(0, 5).map((path) => relative(dirname(first), path))
    .concat(more.length > 5 ? ["…"] : []).join(", ");
  const rest = named === "" ? "" : ` (and ${named})`;
  const what = notebooks.length > 0
    ? `It was handed in beside the notebooks${rest}, and may be part of an answer`
    : `It is not a notebook, and there is none${rest}`;
  const exercise = notebooks.length === 0 && more.length === 0
    ? exerciseOf(first, undefined, teachers)
    : undefined;
  const reason = `${what}. A person has to look at it.`;
  return [{ path: first, reason, exercise }];
}
