import { runOrThrow } from "../shared/command.ts";
import { KERNELSPEC } from "../shared/kernelspec.ts";
import { venvProgram } from "../shared/paths.ts";
import { pythonEnv } from "../shared/python_env.ts";

/** Where Jupyter finds our kernel, and whether the kernel answers. */
export async function describeKernel(): Promise<[string, string][]> {
  const script = `import sys, time
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel
print(KernelSpecManager().get_kernel_spec(sys.argv[1]).resource_dir)
started = time.monotonic()
manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=60)
try:
    reply = client.execute_interactive(
        "6 * 7", timeout=60, output_hook=lambda message:
        message["msg_type"] == "execute_result"
        and print(message["content"]["data"]["text/plain"]))
    print(f"{time.monotonic() - started:.1f}")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)`;
  const { stdout } = await runOrThrow({
    program: venvProgram("python"),
    args: ["-c", script, KERNELSPEC.name],
    onlyEnv: pythonEnv(),
  });
  const [folder, answer, seconds] = stdout.split("\n");
  return [
    [`kernelspec ${KERNELSPEC.name}`, folder],
    ["asked for 6 * 7", `answers ${answer} after ${seconds} s`],
  ];
}
