/**
 * Code for a cell: a client of the kernel that it runs in, speaking ZeroMQ's
 * protocol (ZMTP 3.0, RFC 23) over TCP with the key of the connection file.
 */
export const ZMTP = `
const connection = JSON.parse(Deno.readTextFileSync("/mle/connection.json"));
const bytesOf = (text) => new TextEncoder().encode(text);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
function frame(flags, body) {
  const size = body.length < 256 ? [body.length]
    : [...new Uint8Array(new BigUint64Array([BigInt(body.length)]).buffer)].reverse();
  return join([flags | (body.length < 256 ? 0 : 2), ...size], body);
}
async function connect(port) {
  const socket = await Deno.connect({ port: connection[port], hostname: "127.0.0.1" });
  const read = async (length) => {
    const all = new Uint8Array(length);
    for (let at = 0; at < length;) at += await socket.read(all.subarray(at));
    return all;
  };
  const greeting = new Uint8Array(64);
  greeting.set([255, 0, 0, 0, 0, 0, 0, 0, 1, 127, 3, 0]);
  greeting.set(bytesOf("NULL"), 12);
  await socket.write(greeting);
  await read(64);
  const property = join([11], bytesOf("Socket-Type"), [0, 0, 0, 6], bytesOf("DEALER"));
  await socket.write(frame(4, join([5], bytesOf("READY"), property)));
  const [, length] = await read(2);
  await read(length);
  return {
    send: (bytes) => socket.write(bytes),
    async request(msg_type, content) {
      const header = { msg_id: crypto.randomUUID(), msg_type, session: "s",
        username: "u", date: new Date().toISOString(), version: "5.3" };
      const parts = [header, {}, {}, content].map((part) => bytesOf(JSON.stringify(part)));
      const key = await crypto.subtle.importKey("raw", bytesOf(connection.key),
        { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, join(...parts)));
      const frames = [bytesOf("<IDS|MSG>"), bytesOf(signature.toHex()), ...parts];
      await socket.write(join(...frames.map((body, i) =>
        frame(i < frames.length - 1 ? 1 : 0, body))));
    },
  };
}`;
