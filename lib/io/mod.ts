/**
 * Files that are there whole or not at all.
 *
 * @module
 */
export { writeFileAtomically } from "./write_file_atomically.ts";
