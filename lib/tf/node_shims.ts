/**
 * tfjs-node calls two functions of `node:util` that Node has deprecated and
 * Deno has never had. They must be there before tfjs-node is loaded, which is
 * why this is a module of its own.
 */
import util from "node:util";

Object.assign(util, {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
});
