import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT, venvProgram } from "../../scripts/shared/paths.ts";
import { isolated, noIsolation } from "../isolated.ts";

// The kernel is spoken to over the loopback device, which is down in a new network.
const LOOPBACK_UP = `import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 1))`;

Deno.test({
  name:
    "what is set up works without a network, a home, a locale or rights for others",
  ignore: noIsolation,
  async fn() {
    const run = (script: string) =>
      isolated(
        `umask 077; "$4" -c '${LOOPBACK_UP}' && cd "$0" && exec env -i PATH="$PATH" LANG=C NO_COLOR=1 \
          HOME="$1" MLE_DATA="$3" "$2" run -A "${script}"`,
        ...[ROOT, "/proc/home", venvProgram("deno")],
        ...[Deno.env.get("MLE_DATA") ?? "", venvProgram("python")],
      );
    const setUp = await run("scripts/course/setup.ts");
    assertEquals([setUp.code, setUp.stderr], [0, ""]);
    const lines = setUp.stdout.split("\n");
    assertStringIncludes(lines.at(-1)!, "Set up (");
    const doctor = await run("scripts/doctor.ts");
    assertEquals([doctor.code, doctor.stderr], [0, ""], doctor.stdout);
    assertStringIncludes(doctor.stdout, "answers 42");
    assertStringIncludes(doctor.stdout, "All is well.");
  },
});
