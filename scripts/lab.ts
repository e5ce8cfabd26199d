/** Opens JupyterLab on the notebooks: `deno task lab`; arguments go to JupyterLab. */
import { KERNELSPEC } from "./shared/kernelspec.ts";
import { ROOT, venvProgram } from "./shared/paths.ts";
import { pythonEnv } from "./shared/python_env.ts";

const lab = new Deno.Command(venvProgram("python"), {
  args: ["-m", "jupyterlab", "--ServerApp.root_dir", ROOT]
    .concat(["--LabApp.default_url=/lab/tree/notebooks"])
    .concat(
      [`--MultiKernelManager.default_kernel_name=${KERNELSPEC.name}`],
      Deno.args,
    ),
  cwd: ROOT,
  env: pythonEnv(),
  clearEnv: true,
}).spawn();

// Ctrl-C reaches JupyterLab as well, which asks and then ends its kernels.
Deno.addSignalListener("SIGINT", () => {});
Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
Deno.exit((await lab.status).code);
