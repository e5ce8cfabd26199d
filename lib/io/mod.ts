/**
 * Files and folders that are there whole or not at all.
 *
 * @module
 */
export { writeFileAtomically } from "./write_file_atomically.ts";
export { writeFolderAtomically } from "./write_folder_atomically.ts";
