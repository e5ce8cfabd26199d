/**
 * For a notebook's hidden tests, which hand out values that a process outside
 * of the notebook compares. Not in the students' edition: a kernel that grades
 * gets it together with the hidden tests, after all that is shown has run.
 *
 * @module
 */
export {
  type HandedOut,
  type HandedOutValue,
  VALUES_MIME,
} from "./contract.ts";
export { computeValues, handOut, type ValuesToHandOut } from "./hand_out.ts";
export { type JsonValue, toJsonValue } from "./json_value.ts";
export { seededStateDict } from "./seeded_state_dict.ts";
