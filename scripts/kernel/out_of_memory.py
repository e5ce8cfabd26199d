"""Whether the system has killed programs because memory had run out."""

import re
from pathlib import Path

ADVICE = (
    "There was too little memory, and the system has killed this kernel; all\n"
    "variables are gone. Shut other kernels down, use smaller batches or fewer\n"
    "pictures, or ask whoever runs the hub for more: `deno task doctor` shows\n"
    "how much there is.\n"
)


def kills(vmstat: Path = Path("/proc/vmstat")) -> int:
    """How many programs, since the machine started; 0 where that is not known."""
    try:
        text = vmstat.read_text("ascii")
    except OSError:
        return 0
    found = re.search(r"^oom_kill (\d+)$", text, re.MULTILINE)
    return int(found[1]) if found else 0
