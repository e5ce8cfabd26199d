/**
 * What a notebook's hidden tests use: they hand out values, which a process
 * outside of the notebook compares. No part of the students' edition.
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
