import { assertEquals } from "@std/assert";
import { kindOfFile } from "mle/io/mod.ts";

const KINDS: [beginning: string, what: string | undefined][] = [
  ["", "an empty file"],
  [
    "version https://git-lfs.github.com/spec/v1",
    "a Git LFS pointer, which only names the file",
  ],
  ["\xef\xbb\xbf<!DOCTYPE html>", "a web page"],
  ["\n <HTML lang=de>", "a web page"],
  ["<?xml version='1.0'?>", "a web page"],
  ['{"message": "Not Found"}', "an error message in JSON"],
  ["PK\x03\x04", "a ZIP archive (which .zip, .npz and .pt files are)"],
  ["\x80\x02", "a pickled Python object"],
  ["\x89HDF\r\n\x1a\n", "an HDF5 file"],
  ["\x93NUMPY\x01\x00", "an .npy file"],
  ["\x1f\x8b\x08", "a file packed with gzip"],
  ["\x89PNG\r\n", "a PNG picture"],
  ["\xff\xd8\xff\xe0", "a JPEG picture"],
  ["RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP, HEIC or AVIF picture"],
  ["\x00\x00\x00\x18ftypheic", "a WebP, HEIC or AVIF picture"],
  ["7z\xbc\xaf\x27\x1c", "a packed archive"],
  ["\xfd7zXZ\x00", "a packed archive"],
  ["<svg>", undefined],
  ["weights", undefined],
];

Deno.test("kindOfFile: what files are by their first bytes", () => {
  for (const [beginning, what] of KINDS) {
    const bytes = Uint8Array.from(beginning, (c) => c.charCodeAt(0));
    assertEquals(kindOfFile(bytes)?.what, what, beginning);
  }
});
