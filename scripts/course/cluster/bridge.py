"""Hands work to a Dask cluster and answers back, as lines of JSON.

Nothing that comes from the cluster becomes an object here: a result is the bytes
of its frames, and whatever else would be unpickled is refused.
"""

import asyncio
import contextlib
import json
import os
import resource as system_resource
import sys
import traceback
import uuid
from collections.abc import Coroutine
from typing import Any, NoReturn
from urllib.parse import urlsplit

import dask
import mle_worker
from distributed import Client, TimeoutError, wait
from distributed.client import CancelledError, ClosedClientError
from distributed.protocol.serialize import Serialized
from distributed.security import Security

MEMORY_BYTES = 2 * 2**30
LINE_BYTES = 2**28
PATIENCE_S = 60  # for the scheduler to be there, or to come back
FETCH_S = 300  # for an answer to come here
LOOK_S = 1
AT_ONCE = 4  # results that are fetched together


def refuse_pickle(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook, which cannot be taken away again."""
    if event == "pickle.find_class":
        raise PermissionError(f"{args[1:]} from the cluster is refused")


# A client prints what workers log, and unpickles what they warn of.
Client._default_event_handlers = {}
# Whatever prints nevertheless does not speak for the bridge.
protocol = os.fdopen(os.dup(sys.stdout.fileno()), "w")
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


class Lost(Exception):
    """A task ended without a result."""


class TrustlessClient(Client):  # type: ignore[misc]
    """A client that leaves undone all that others have serialized."""

    def __init__(self, address: str) -> None:
        safe = address.startswith("tls:")
        super().__init__(
            address,
            asynchronous=True,
            security=Security(require_encryption=True) if safe else None,
            timeout=PATIENCE_S,
        )
        self.rpc.deserialize = False
        self.connection_args: dict[str, Any] = {
            **self.rpc.connection_args,
            "deserialize": False,
        }

    def _handle_key_in_memory(
        self, key: Any = None, type: Any = None, workers: Any = None
    ) -> None:
        super()._handle_key_in_memory(key=key, workers=workers)

    def _handle_task_erred(
        self, key: Any = None, exception: Any = None, traceback: Any = None
    ) -> None:
        super()._handle_task_erred(key=key, exception=Lost())


class Bridge:
    """Has workers with the given identity do work."""

    def __init__(self, client: TrustlessClient, start: dict[str, Any]) -> None:
        self._client = client
        self._identity: dict[str, str] = start["identity"]
        self._resource: str = start["resource"]
        self._answer_bytes: int = start["answerBytes"]
        self._fetching = asyncio.Semaphore(AT_ONCE)
        self._seen: dict[str, Any] = {}
        self._alone = asyncio.Lock()
        self._started: set[str] = set()
        self._widest = 0

    async def run(self, number: int, work: bytes) -> None:
        """Has work done; if its worker ends, twice again, alone on a worker.

        When a worker ends, nobody knows what of its work was the reason.
        """
        text = await self._answer(work, alone=False)
        for _ in range(2):
            if text is None:
                async with self._alone:
                    text = await self._answer(work, alone=True)
        tell({"event": "answer", "id": number, "text": text})

    async def _answer(self, work: bytes, alone: bool) -> str | None:
        """The worker's answer, or None if it ended or failed while it ran."""
        while True:
            width = max(1, self._widest) if alone else 1
            key = f"work-{uuid.uuid4()}"
            future = self._client.submit(
                mle_worker.run,
                work,
                key=key,
                resources={self._resource: width},
                pure=False,
            )
            try:
                while future.status == "pending" and width <= max(1, self._widest):
                    with contextlib.suppress(TimeoutError):
                        await wait([future], timeout=LOOK_S)
                async with self._fetching:
                    if future.status == "finished":
                        # Others may wait for it, too: it is never cancelled.
                        answer = asyncio.shield(self._client.gather(future))
                        sent = await asyncio.wait_for(answer, FETCH_S)
                        return text_of(sent, self._answer_bytes)
                if future.status == "error":
                    raise Lost
            except MemoryError:
                return ""  # whoever sends so much does not answer
            except (Lost, TimeoutError):  # or it cannot be reached
                if key in self._started:
                    return None
            except (CancelledError, OSError):
                pass  # another scheduler knows nothing of it
            finally:
                future.release()
                self._started.discard(key)
            await asyncio.sleep(LOOK_S)

    def _starts(self, event: tuple[float, Any]) -> None:
        """Hears that work has started, before it can have done anything."""
        self._started.add(event[1])

    async def watch(self) -> None:
        """Tells which workers there are, whenever it changes."""
        scheduler = None
        while True:
            if self._client.status == "closed":
                end("its scheduler is gone")
            with contextlib.suppress(OSError):
                about = await self._client.scheduler.identity(n_workers=-1)
                if about["id"] != scheduler:
                    scheduler = about["id"]
                    self._client.subscribe_topic(mle_worker.STARTS, self._starts)
                self._compare(about)
            await asyncio.sleep(LOOK_S)

    def _compare(self, about: dict[str, Any]) -> None:
        workers = list(about["workers"].values())
        widths = [width_of(worker, self._resource) for worker in workers]
        self._widest = max(widths, default=0)
        address = urlsplit(about["address"])
        port = about["services"].get("dashboard")
        seen = {
            "event": "cluster",
            "workers": sum(width > 0 for width in widths),
            "width": sum(widths),
            "refused": [
                f"{worker['name']} on {worker['host']}: {why}"
                for worker, width in zip(workers, widths, strict=True)
                if width == 0 and (why := self._differs(worker.get("mle")))
            ],
            "dashboard": f"http://127.0.0.1:{port}/status on {address.hostname}"
            if port
            else "",
        }
        if seen != self._seen:
            self._seen = seen
            tell(seen)

    def _differs(self, about: Any) -> str:
        if not isinstance(about, dict):
            return "this project does not work on it"
        return ", ".join(
            f"{name} is {about.get(name)}, here {here}"
            for name, here in self._identity.items()
            if about.get(name) != here
        )


def width_of(worker: dict[str, Any], resource: str) -> int:
    """How much work a worker says that it takes at a time."""
    width = worker["resources"].get(resource)
    return int(width) if isinstance(width, int | float) and 0 < width < 10_000 else 0


def text_of(answer: Any, most: int) -> str:
    """The text that a worker has sent as bytes, unless they are too many."""
    if not isinstance(answer, Serialized) or any(answer.header.get("compression", ())):
        return ""
    if sum(len(frame) for frame in answer.frames) > most:
        return ""
    return b"".join(map(bytes, answer.frames)).decode("utf-8", "replace")


def tell(event: dict[str, Any]) -> None:
    protocol.write(json.dumps(event) + "\n")
    protocol.flush()


async def main() -> None:
    lines = asyncio.StreamReader(limit=LINE_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    start = json.loads(await lines.readline())
    try:
        connecting = await TrustlessClient(start["address"])
    except Exception as error:
        end(f"{start['address']} cannot be reached: {error!r}")
    async with connecting as client:
        bridge = Bridge(client, start)
        tasks: set[asyncio.Task[None]] = set()

        def begin(doing: Coroutine[Any, Any, None]) -> None:
            task = asyncio.create_task(doing)
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            task.add_done_callback(end_with)

        begin(bridge.watch())
        while line := await lines.readline():
            asked = json.loads(line)
            begin(bridge.run(asked["id"], asked["work"].encode()))


def end_with(task: asyncio.Task[None]) -> None:
    """Ends the program with the error of a task, if it has one."""
    if not task.cancelled() and (error := task.exception()) is not None:
        if isinstance(error, ClosedClientError):
            end("its scheduler is gone")
        traceback.print_exception(error)
        os._exit(1)


def end(reason: str) -> NoReturn:
    """Ends at once, before anything else can have the last word."""
    print(reason, file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    system_resource.setrlimit(system_resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    dask.config.set({"distributed.comm.compression": None})
    sys.addaudithook(refuse_pickle)
    asyncio.run(main())
