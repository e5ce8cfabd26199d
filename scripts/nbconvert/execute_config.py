"""nbconvert's configuration for executing a notebook.

Each step is reported on standard output as one line of JSON, for the runner.
"""

import json
import os
import signal

c = get_config()  # noqa: F821 (given by traitlets)

_position = {"number": 0, "count": 0}


def _report(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


# What readers may try besides takes its time.
_skipped = "skip-execution" if os.environ["MLE_PROFILE"] == "full" else "what-if"


def _is_code(cell):
    return (
        cell.cell_type == "code"
        and cell.source.strip() != ""
        and _skipped not in cell.metadata.get("tags", [])
    )


def _on_notebook_start(notebook):
    _position["number"] = 0
    _position["count"] = sum(_is_code(cell) for cell in notebook.cells)


def _on_cell_execute(cell, cell_index):
    _position["number"] += 1
    _report("cell-start", id=cell.get("id", ""), **_position)


def _on_cell_executed(cell, cell_index, execute_reply):
    _report("cell-end", ok=execute_reply["content"]["status"] == "ok")


def _on_cell_error(cell, cell_index, execute_reply):
    content = execute_reply["content"]
    _report(
        "cell-error",
        name=content.get("ename", ""),
        message=content.get("evalue", ""),
        traceback=content.get("traceback", []),
    )


c.ExecutePreprocessor.on_notebook_start = _on_notebook_start
c.ExecutePreprocessor.on_cell_execute = _on_cell_execute
c.ExecutePreprocessor.on_cell_executed = _on_cell_executed
c.ExecutePreprocessor.on_cell_error = _on_cell_error

c.ExecutePreprocessor.skip_cells_with_tag = _skipped
c.ExecutePreprocessor.timeout = None
c.ExecutePreprocessor.startup_timeout = 180
# A cell ends when the kernel reports it, not after a while without output.
c.ExecutePreprocessor.iopub_timeout = 120
c.ExecutePreprocessor.raise_on_iopub_timeout = True
c.ExecutePreprocessor.shutdown_kernel = "immediate"

# Being asked to end is taken as Ctrl-C: nbconvert then ends its kernel as well.
signal.signal(signal.SIGTERM, signal.default_int_handler)
