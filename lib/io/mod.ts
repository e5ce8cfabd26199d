/**
 * Files and folders: whether they exist, what they hold and seem to be, and
 * writing them completely or not at all.
 *
 * @module
 */
import "./no_deprecations.ts";
export { exists, namesIn, textIn } from "./exists.ts";
export { type KindOfFile, kindOfFile } from "./kind_of_file.ts";
export { cannotWrite, reasonOf } from "./reason.ts";
export { notRegular, refuseOther } from "./regular_file.ts";
export { clearLeftOvers } from "./temporary_name.ts";
export { writeFileAtomically } from "./write_file_atomically.ts";
export {
  checkReplaceable,
  writeFolderAtomically,
  type WriteFolderOptions,
} from "./write_folder_atomically.ts";
