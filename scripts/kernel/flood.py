"""Keeps a cell's printed text to what a page can show."""

MAX_LINES = 5_000
MAX_CHARACTERS = 1_000_000


class Flood:
    """Lets a cell's text pass up to a limit, and counts the rest."""

    def __init__(self) -> None:
        self._lines = 0
        self._characters = 0
        self._left_out_lines = 0
        self._left_out_characters = 0

    def pass_on(self, text: str) -> str:
        """What is to be shown of the text."""
        lines, characters = MAX_LINES - self._lines, MAX_CHARACTERS - self._characters
        count = text.count("\n")
        shown = text
        if count > lines:
            shown = "".join(text.splitlines(keepends=True)[: max(lines, 0)])
        shown = shown[: max(characters, 0)]
        self._lines += shown.count("\n")
        self._characters += len(shown)
        self._left_out_lines += count - shown.count("\n")
        self._left_out_characters += len(text) - len(shown)
        return shown

    def left_out(self) -> str | None:
        """What there is to say about the rest, at the end of the cell."""
        if self._left_out_characters == 0:
            return None
        lines, characters = self._left_out_lines, self._left_out_characters
        count, unit = (lines, "line") if lines > 0 else (characters, "character")
        what = f"{count:,} more {unit}{'' if count == 1 else 's'}"
        return f"\n… {what} left out: a cell shows {MAX_LINES:,} lines at most.\n"
