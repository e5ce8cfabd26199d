import { assertEquals, assertThrows } from "@std/assert";
import {
  personOf,
  readRoster,
} from "../../../scripts/course/grade/intake/roster.ts";
import { sortOut } from "../../../scripts/course/grade/intake/sort_out.ts";

const MOODLE =
  `\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Feedback comments"
"Participant 123","Anna Berg",anna@uni.example,"Submitted for grading",,50.00,
"Participant 124","Ben Öst",ben@uni.example,"No submission",,50.00,
`;
const CANVAS = `Student,ID,SIS User ID,SIS Login ID,Section,Sheet 5 (77)
    Points Possible,,,,,10.00
"Lovelace, Ada",12345,u1,ada,ML,9.5
"Turing, Alan",12346,u2,alan,ML,
`;
const ILIAS = `update;usr_id;login;lastname;firstname;status;mark;notice;comment
0;456;ab123;Berg;Anna;notgraded;;;
`;
const PLAIN = `id,name,email
ada01,Ada Lovelace,ada@uni.example
alan02,Alan Turing,alan@uni.example
alan03,Alan Turing,other@uni.example
`;

Deno.test("platforms' lists of students give the names of their folders", () => {
  const students = (text: string) =>
    readRoster(text).people.map(({ student, name }) => `${student}: ${name}`);
  assertEquals(students(MOODLE), [
    "Anna Berg_123: Anna Berg",
    "Ben Öst_124: Ben Öst",
  ]);
  assertEquals(students(CANVAS), [
    "lovelaceada_12345: Lovelace, Ada",
    "turingalan_12346: Turing, Alan",
  ]);
  assertEquals(students(ILIAS), ["Berg_Anna_ab123_456: Anna Berg"]);
  assertEquals(students(PLAIN).slice(0, 1), ["ada01: Ada Lovelace"]);
  assertThrows(
    () => readRoster("a,b\n1,2\n"),
    TypeError,
    "Cannot read the roster: expected a CSV with the columns Identifier, Full " +
      "name (Moodle); or Student, ID, Section (Canvas); or usr_id, login, " +
      "lastname, firstname (ILIAS); or Username, Last Name, First Name " +
      "(Blackboard); or id (none); got a, b",
  );
});

Deno.test("people are known by number, login, or a name that only one has", () => {
  const roster = readRoster(PLAIN);
  const found = (student: string) =>
    personOf(roster, { student, below: "" })?.student;
  assertEquals(found("ADA01"), "ada01");
  assertEquals(found("Lovelace, Ada"), "ada01");
  assertEquals(found("lovelaceada"), "ada01");
  assertEquals(found("Alan Turing"), undefined);
  assertEquals(found("alan03"), "alan03");
  const shared = readRoster("id,name,email\na1,A,us@u\na2,B,us@u\n");
  const login = { student: "us@u", login: "us@u", below: "" };
  assertEquals(personOf(shared, login), undefined);
  assertEquals(
    personOf(roster, { student: "x_9", id: "9", name: "Ada", below: "" }),
    undefined,
  );
});

Deno.test("who handed in nothing is listed, and who is not on the roster asked after", () => {
  const teachers = [{ name: "squares", cells: [] }];
  const items = [
    "Anna Berg_123_assignsubmission_file",
    "Eve_99_assignsubmission_file",
  ]
    .map((folder, i) => ({
      path: `${folder}/squares.ipynb`,
      digest: String(i),
      exercise: "squares",
    }));
  const intake = sortOut(items, teachers, {
    root: "all",
    roster: readRoster(MOODLE),
    ids: new Map(),
  });
  assertEquals(intake.students, ["Anna_Berg_123", "Ben_Öst_124", "Eve_99"]);
  assertEquals(intake.names["Ben_Öst_124"], "Ben Öst");
  assertEquals(intake.strangers, ["Eve_99"]);
  assertEquals(intake.refusals, []);
});
