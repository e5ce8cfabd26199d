"""The parts of Jupyter's messages that the driver uses.

The kernel, or whoever has taken it over, may send anything: a message is
accepted only as plain JSON of bounded depth.
"""

import hashlib
import hmac
import json
import math
import uuid
from collections.abc import Iterator
from typing import Any, NoReturn

DELIMITER = b"<IDS|MSG>"
MAX_DEPTH = 100
MAX_VALUES = 500_000
MAX_EXACT = 2**53


class Refused(ValueError):
    """Something that is not a message, or not an acceptable one."""


def sign_and_pack(
    key: bytes, msg_type: str, content: dict[str, Any]
) -> tuple[list[bytes], str]:
    """Returns the frames of a request, and its id."""
    msg_id = uuid.uuid4().hex
    header = {
        "msg_id": msg_id,
        "msg_type": msg_type,
        "session": "grader",
        "username": "grader",
        "date": "2000-01-01T00:00:00Z",
        "version": "5.3",
    }
    parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    signature = hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest()
    return [DELIMITER, signature.encode(), *parts], msg_id


class Message:
    """A message from the kernel; its content is parsed on demand."""

    def __init__(self, frames: list[bytes]) -> None:
        try:
            start = frames.index(DELIMITER) + 2
            header, parent, _, self._content = frames[start : start + 4]
        except ValueError:
            raise Refused("no message") from None
        self.type = _text(_object(header).get("msg_type"))
        self.parent = _text(_object(parent).get("msg_id"))

    def content(self) -> dict[str, Any]:
        return _object(self._content)


def _object(frame: bytes) -> dict[str, Any]:
    """Parses a frame: well-formed text, finite numbers, bounded depth."""
    try:
        text = frame.decode("utf-8", "replace")
        value = json.loads(text, parse_constant=_refuse_constant)
    except Refused:
        raise
    except (ValueError, RecursionError, MemoryError):
        raise Refused("no JSON, nested too deeply, or too much of it") from None
    if not isinstance(value, dict):
        raise Refused("no JSON object")
    budget = iter(range(MAX_VALUES))
    return {_well_formed(name): _clean(item, 1, budget) for name, item in value.items()}


def _refuse_constant(name: str) -> NoReturn:
    raise Refused(f"{name} is not JSON")


def _clean(value: Any, depth: int, budget: Iterator[int]) -> Any:
    if next(budget, None) is None:
        raise Refused(f"more than {MAX_VALUES} values")
    if depth > MAX_DEPTH:
        raise Refused(f"nested more than {MAX_DEPTH} deep")
    if isinstance(value, str):
        return _well_formed(value)
    if isinstance(value, list):
        return [_clean(item, depth + 1, budget) for item in value]
    if isinstance(value, dict):
        return {
            _well_formed(name): _clean(item, depth + 1, budget)
            for name, item in value.items()
        }
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused("a number beyond all bounds")
    if isinstance(value, int) and abs(value) > MAX_EXACT:
        return float(value) if abs(value) < 10**300 else 0
    return value


def _well_formed(text: str) -> str:
    """Replaces lone surrogates in a text."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
