/**
 * Files and folders: whether they are there, and writing them whole or not at
 * all.
 *
 * @module
 */
export { exists } from "./exists.ts";
export { writeFileAtomically } from "./write_file_atomically.ts";
export { writeFolderAtomically } from "./write_folder_atomically.ts";
