"""Why Deno could not run a cell.

Of a cell that Deno cannot read, or whose imports it cannot find, its kernel
says "Execution failed" and no more; of such a module, it says all.
"""

import re
from base64 import b64encode

WORDS = re.compile(r"(?:(\w*Error): )?(.*?)(?:\n    at data:\S+)?", re.DOTALL)
THROW = "data:text/javascript,throw%200"


def module_that_never_runs(source: str) -> str:
    """Code that has Deno load a module with this source, but not run it.

    Before it would run, a module that throws does.
    """
    module = "data:application/typescript;base64," + b64encode(
        source.encode("utf-8", "replace")
    ).decode("ascii")
    both = f'import "{THROW}"; import "{module}";'.encode()
    return f'await import("data:text/javascript;base64,{b64encode(both).decode()}");'


def words_of(error: dict[str, str] | None, otherwise: dict[str, str]) -> dict[str, str]:
    """Name and message of the error that loading the module gave."""
    if error is None or error["message"] == "0":
        return otherwise  # it can be loaded
    found = WORDS.fullmatch(error["message"])
    assert found is not None  # it matches everything
    return {"name": found[1] or error["name"], "message": found[2]}
