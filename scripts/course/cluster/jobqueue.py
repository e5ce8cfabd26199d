"""Starts a Dask cluster on a batch system, as Dask's own configuration says.

The argument is the batch system's name there, such as slurm. The cluster ends with
standard input.
"""

import asyncio
import json
import shlex
import sys
from pathlib import Path

import dask
import dask_jobqueue
from dask_jobqueue.core import JobQueueCluster
from distributed.security import Security

HERE = Path(__file__).parent


def cluster_class(name: str) -> type[JobQueueCluster]:
    known: dict[str, type[JobQueueCluster]] = {
        kind.job_cls.config_name: kind
        for kind in vars(dask_jobqueue).values()
        if hasattr(kind, "job_cls")
    }
    if name not in known:
        names = ", ".join(sorted(map(str, known)))
        sys.exit(f"Dask knows no batch system {name}, but {names}.")
    return known[name]


async def main(name: str) -> None:
    kind = cluster_class(name)
    extra = dask.config.get(f"jobqueue.{name}.worker-extra-args", [])
    prologue = dask.config.get(f"jobqueue.{name}.job-script-prologue", [])
    cluster = kind(
        asynchronous=True,
        protocol="tls://",
        security=Security(require_encryption=True),
        processes=1,
        python=sys.executable,
        # Dashboards have no encryption: that of the scheduler is for its machine
        # only, and workers have none.
        scheduler_options={"dashboard_address": "127.0.0.1:0"},
        worker_extra_args=[*extra, "--no-dashboard", "--preload", "mle_worker"],
        job_script_prologue=[*prologue, f"export PYTHONPATH={shlex.quote(str(HERE))}"],
    )
    async with cluster:
        cluster.adapt()
        print(json.dumps({"address": cluster.scheduler_address}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


asyncio.run(main(sys.argv[1]))
