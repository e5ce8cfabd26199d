import { resolve } from "node:path";
import { exists } from "mle/io/mod.ts";

// What apt, pip, npm, Node and Deno are told of the network.
const SETTINGS =
  /^((https?|all|no)_proxy|apt_config|pip_(index_url|extra_index_url|cert|default_timeout|trusted_host)|npm_config_(registry|cafile)|node_extra_ca_certs|ssl_cert_(file|dir)|requests_ca_bundle|deno_tls_ca_store)$/i;

/** The caller's way to the network, for another root. */
export interface NetworkSettings {
  variables: Record<string, string>;
  /** The files and folders that the variables name, and their places there. */
  binds: { from: string; at: string }[];
}

/** How this process reaches the network: proxies, mirrors, certificates. */
export async function networkSettings(
  env: Record<string, string> = Deno.env.toObject(),
): Promise<NetworkSettings> {
  const variables: Record<string, string> = {};
  const binds: NetworkSettings["binds"] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!SETTINGS.test(name)) continue;
    const isPath = value.startsWith("/") && await exists(value);
    variables[name] = isPath ? `/run/caller/${name}` : value;
    if (isPath) binds.push({ from: resolve(value), at: variables[name] });
  }
  return { variables, binds };
}
