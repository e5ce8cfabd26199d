"""Notices that a file of the library has changed since the kernel loaded it."""

import re
from pathlib import Path

from processes import ROOT

LIBRARY = ROOT / "lib"
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"'\n]+\.ts)["']""")


class LoadedLibrary:
    """The files that the cells' imports have led to, and when these were written."""

    def __init__(self) -> None:
        self._written: dict[Path, int] = {}

    def add_imports(self, code: str) -> None:
        """Takes in what a cell imports, with all that this imports."""
        if "mle/" not in code:
            return
        found = [
            LIBRARY / name.removeprefix("mle/")
            for name in IMPORT.findall(code)
            if name.startswith("mle/")
        ]
        while found:
            path = found.pop().resolve()
            if path in self._written or not path.is_file():
                continue
            self._written[path] = path.stat().st_mtime_ns
            found += [
                path.parent / name
                for name in IMPORT.findall(path.read_text("utf-8"))
                if name.startswith(".")
            ]

    def changed(self) -> list[str]:
        """The files that have changed since they were loaded or last named here."""
        changed = []
        for path, written in self._written.items():
            now = path.stat().st_mtime_ns if path.exists() else 0
            if now != written:
                self._written[path] = now
                changed.append(f"mle/{path.relative_to(LIBRARY).as_posix()}")
        return changed
