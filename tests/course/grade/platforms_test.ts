import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { sortOut } from "../../../scripts/course/grade/intake/sort_out.ts";

const TEACHERS = ["exercise_1_squares", "exercise_2_circles"].map((name) => ({
  name,
  cells: [],
}));

/** A student as a platform knows them. */
interface Person {
  first: string;
  last: string;
  login: string;
  id: number;
}

/** How each platform calls what a student has handed in for an exercise. */
const PLATFORMS: Record<string, (person: Person, file: string) => string> = {
  "Moodle, folders": ({ first, last, id }, file) =>
    `${first} ${last}_${id}_assignsubmission_file/${file}`,
  "Moodle before 4, in a folder": ({ first, last, id }, file) =>
    `ML-Sheet 6-99/${first} ${last}_${id}_assignsubmission_file_/${file}`,
  "Moodle, files": ({ first, last, id }, file) =>
    `${first} ${last}_${id}_assignsubmission_file_${file}`,
  "Canvas": ({ first, last, id }, file) =>
    `${(last + first).toLowerCase()}_${id % 2 ? "LATE_" : ""}${id}_${
      id * 7
    }_${file}`,
  "Blackboard": ({ login }, file) =>
    `gradebook_ML_Sheet206_${login}_attempt_2025-06-11-10-02-33_${file}`,
  "ILIAS": ({ first, last, login, id }, file) =>
    `Sheet_6/${last}_${first}_${login}_${id}/20250611100233_${file}`,
  "ILIAS, teams": ({ first, last, login, id }, file) =>
    `Sheet_6/Team ${
      id % 3
    }/${last}_${first}_${login}_${id}/20250611100233_${file}`,
  "a folder each": ({ first, last, id }, file) =>
    `class/${first} ${last} ${id}/${file}`,
  "nbgrader": ({ login }, file) => `submitted/${login}/sheet_6/${file}`,
  "files with names": ({ login }, file) => `${login}_${file}`,
};

const name = fc.constantFrom(
  ...["Ada", "Zoë", "Jörg", "สมชาย", "नमस्ते", "أحمد", "Nguyễn", "O'Brien"],
  ...["Li", "van", "Müller-Lüdenscheidt", "Смирнова", "王"],
);

const classes = fc.uniqueArray(
  fc.record({
    first: name,
    last: name,
    login: fc.stringMatching(/^[a-z]{2}\d{3}$/),
    id: fc.integer({ min: 100, max: 99_999 }),
  }),
  {
    minLength: 2,
    maxLength: 12,
    selector: ({ login, id }) => `${login} ${id}`,
    comparator: (a, b) =>
      a.split(" ").some((part) => b.split(" ").includes(part)),
  },
);

Deno.test("on every platform one student is one, with all of their notebooks", () => {
  for (const [platform, path] of Object.entries(PLATFORMS)) {
    fc.assert(
      fc.property(classes, (people) => {
        const items = people.flatMap((person) =>
          TEACHERS.map(({ name: exercise }) => ({
            path: path(person, `${exercise}.ipynb`),
            digest: `${person.id} ${exercise}`,
            exercise,
          }))
        );
        const { students, submissions, refusals } = sortOut(items, TEACHERS, {
          root: "all",
          ids: new Map(),
        });
        assertEquals(students.length, people.length, platform);
        const asked = platform === "Blackboard" ? 1 : 0;
        assertEquals(refusals.length, asked, platform);
        const byStudent = Map.groupBy(submissions, ({ student }) => student);
        for (const own of byStudent.values()) {
          assertEquals(own.length, TEACHERS.length, platform);
          const [owner, ...more] = new Set(
            own.map(({ digest }) => digest.split(" ")[0]),
          );
          assert(owner !== undefined && more.length === 0, platform);
        }
      }),
      { seed: 20250611, numRuns: 40 },
    );
  }
});

Deno.test("ids are stable, whoever comes later", () => {
  fc.assert(
    fc.property(classes, fc.nat(11), (people, first) => {
      const path = PLATFORMS["a folder each"];
      const items = people.map((person) => ({
        path: path(person, "exercise_1_squares.ipynb"),
        digest: String(person.id),
        exercise: "exercise_1_squares",
      }));
      const ids = new Map();
      const settings = { root: "all", ids };
      const some = items.slice(0, Math.max(2, first % items.length));
      const before = sortOut(some, TEACHERS, settings);
      const after = sortOut(items, TEACHERS, settings);
      for (const { student, digest } of before.submissions) {
        const same = after.submissions.find((other) => other.digest === digest);
        assertEquals(same?.student, student);
      }
    }),
    { seed: 20250611, numRuns: 40 },
  );
});
