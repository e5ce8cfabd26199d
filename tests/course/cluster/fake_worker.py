"""A worker whose notebooks are orders to it: what honest and other workers may do.

A notebook is the source of its first cell, `ORDER ARGUMENT`.
"""

import json
import os
import pickle
import time
from pathlib import Path

import mle_worker
from distributed import get_worker
from distributed.utils import sync


class Evil:
    """Names the program in which it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return exec, (
            "import os, sys\n"
            f"open(f'{self.folder}/{{os.getpid()}}', 'w').write(str(sys.orig_argv))",
        )


class EvilError(Exception):
    def __init__(self, folder):
        super().__init__(Evil(folder))


class Fake:
    def run(self, work):
        return answer_to(work)


def log(topic, message):
    worker = get_worker()
    sync(worker.loop, worker.scheduler.log_event, topic=topic, msg=message)


def answer_to(work):
    cells = json.loads(work)["lists"][0]["cells"]
    order, _, argument = cells[0]["source"].partition(" ")
    if order == "die":
        os._exit(9)
    if order == "die-once" and not Path(argument).exists():
        Path(argument).touch()
        os._exit(9)
    if order == "sleep":
        time.sleep(float(argument))
    if order == "forge":  # a client of Dask's prints what workers log as "print"
        said = {"event": "answer", "id": int(argument), "text": None}
        log("print", json.dumps(said))
        log("print", "garbage")
        log("warn", {"message": pickle.dumps("a warning")})
    if order == "babble":
        return b"{ this is no answer"
    if order == "flood":
        return b" " * int(argument)
    if order == "object":
        return Evil(argument)
    if order == "raise":
        raise EvilError(argument)
    ids = [cell["id"] for cell in cells]
    if order == "foreign":
        ids = [argument]
    told = {"status": "ok", "outputs": [], "durationMs": os.getpid(), "late": []}
    answer = {"cells": [{"id": i, **told} for i in ids], "endings": []}
    return json.dumps([answer]).encode()


def dask_setup(worker):
    mle_worker.host = Fake()
    about = json.loads(os.environ["FAKE_IDENTITY"])
    mle_worker.offer(worker, about, os.environ["FAKE_RESOURCE"], worker.state.nthreads)
