"""Binds Jupyter's sockets and runs the kernel on them."""

import asyncio
import json
import logging
import os
import signal
from pathlib import Path
from typing import Any

import zmq
from ipykernel.heartbeat import Heartbeat
from jupyter_client.session import Session
from processes import DenoProcess, Processes
from wrapper import NotebookKernel
from zmq.eventloop.zmqstream import ZMQStream

PARENT_WATCH_S = 5.0


async def serve(connection_file: str, deno: DenoProcess, processes: Processes) -> int:
    """Runs the kernel until it is over; returns the exit code."""
    connection = json.loads(Path(connection_file).read_text("utf-8"))
    transport, ip = connection["transport"], connection["ip"]
    context: zmq.Context[Any] = zmq.Context.instance()

    def bind(kind: int, channel: str) -> Any:
        sock = context.socket(kind)
        sock.linger = 1000
        sock.set_hwm(0)
        mark = ":" if transport == "tcp" else "-"
        sock.bind(f"{transport}://{ip}{mark}{connection[channel + '_port']}")
        return sock

    kernel = NotebookKernel(
        deno,
        processes,
        shell=ZMQStream(bind(zmq.ROUTER, "shell")),
        control=ZMQStream(bind(zmq.ROUTER, "control")),
        stdin=ZMQStream(bind(zmq.ROUTER, "stdin")),
        session=Session(
            key=connection["key"].encode(),
            signature_scheme=connection["signature_scheme"],
        ),
        iopub_socket=bind(zmq.PUB, "iopub"),
        log=logging.getLogger("mle"),
    )
    kernel.start()
    heartbeat = (transport, ip, connection["hb_port"])
    Heartbeat(zmq.Context(), heartbeat).start()
    if os.name != "nt":
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, kernel.stop)
        loop.add_signal_handler(signal.SIGTERM, kernel.end, 0)
    watching = [
        asyncio.create_task(_watch_deno(kernel, deno)),
        asyncio.create_task(_watch_parent(kernel)),
    ]
    code = await kernel.over
    for task in watching:
        task.cancel()
    deno.process.kill()  # at once, before it misses our sockets
    return code


async def _watch_deno(kernel: NotebookKernel, deno: DenoProcess) -> None:
    kernel.deno_has_ended(await asyncio.to_thread(deno.process.wait))


async def _watch_parent(kernel: NotebookKernel) -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(PARENT_WATCH_S)
    kernel.end(1)
