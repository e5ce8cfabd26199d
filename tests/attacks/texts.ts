const MANY = 2 ** 20;

/** Texts that a careless reader takes more than linear time for. */
export const TEXTS: Record<string, string> = {
  "spaces": " ".repeat(MANY) + "x",
  "lines": "\n".repeat(MANY) + "x",
  "spaces and lines": " \n".repeat(MANY / 2) + "x",
  "brackets": "[\n".repeat(MANY / 2),
  "definitions of links": "[a]: \n".repeat(MANY / 6),
  "quotes": "> ".repeat(MANY / 2),
  "tags that never end": "<a ".repeat(MANY / 3),
  "escapes that never end": "\x1b[" + "0;".repeat(MANY / 2),
  "escapes": "\x1b[".repeat(MANY / 2),
  "slashes": "/".repeat(MANY),
  "backslashes": "\\".repeat(MANY),
  "backticks": "`".repeat(MANY),
  "dollars": "$".repeat(MANY),
  "stars": "*a".repeat(MANY / 2),
  "commas and quotes": '",'.repeat(MANY / 2),
  "formulas": "=1+".repeat(MANY / 3),
  "marks of hidden tests": "// BEGIN HIDDEN TESTS\n".repeat(MANY / 22),
  "combined characters": "a\u0301".repeat(MANY / 2),
  "lone surrogates": "\ud800".repeat(MANY),
};

const cell = (more: string) =>
  `{"nbformat":4,"cells":[{"cell_type":"code","id":"a","source":"1"${more}}]}`;

/** Notebooks' files that a careless reader falls over. */
export const FILES: Record<string, string> = {
  "lists in lists": "[".repeat(MANY),
  "a cell with lists in lists": cell(
    `,"metadata":{"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  ),
  "one number of a million digits": `{"nbformat":${"4".repeat(MANY)}}`,
  "names of JavaScript's own": cell(
    `,"__proto__":{"source":"2"},"constructor":{},"metadata":{"__proto__":{"tags":["setup"]}}`,
  ),
  "one name a hundred thousand times": `{${
    Array.from({ length: 100_000 }, (_, i) => `"nbformat":${i}`).join()
  }}`,
  "cells without number": `{"nbformat":4,"cells":[${"{},".repeat(300_000)}{}]}`,
  "tags without number": cell(
    `,"metadata":{"tags":[${'"x",'.repeat(200_000)}"x"]}`,
  ),
  "escapes": cell(`,"x":"${"\\u0000".repeat(MANY / 6)}"`),
  "zeros": "\0".repeat(MANY),
  "half a character": `${cell("")}\ud800`,
};
