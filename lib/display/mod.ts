/** How values are displayed in a notebook and as plain text. */
export { arrayText, shapeText, shownBlock, shownShape } from "./array_text.ts";
export { DISPLAY, type Displayable, type MimeBundle, View } from "./display.ts";
export { numberFormat, roundedText } from "./number_format.ts";
export { printAsShown } from "./print_as_shown.ts";
export { rangeOf } from "./range_of.ts";
export {
  type Column,
  escapeHtml,
  tableBundle,
  tableColumn,
  type TableContent,
} from "./table_bundle.ts";
