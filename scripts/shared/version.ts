import config from "../../deno.json" with { type: "json" };

/** The project's version, which marks, feedback and `deno task doctor` name. */
export const VERSION: string = config.version;
