"""The system calls that the sandbox refuses, as a seccomp filter.

Namespaces do not cover everything: sockets of other families are outside the
private network (vsock reaches the host of a virtual machine), and some ways to
allocate memory are not counted as a process's own. Besides, a notebook must stay
on the processor that it was given.
"""

import errno
import platform
import struct
from typing import TypeAlias, TypedDict

# All of these are confined to the private network. Netlink lists its interfaces,
# which Node's diagnostic report does as soon as Polars is loaded.
ALLOWED_FAMILIES = {"unix": 1, "inet": 2, "inet6": 10, "netlink": 16}


class Architecture(TypedDict):
    audit: int
    socket: int
    refused: dict[str, int]


# Numbers from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
ARCHITECTURES: dict[str, Architecture] = {
    "x86_64": {
        "audit": 0xC000003E,
        "socket": 41,
        "refused": {
            "shmget": 29,
            "semget": 64,
            "msgget": 68,
            "ptrace": 101,
            "sched_setaffinity": 203,
            "io_setup": 206,
            "mq_open": 240,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "perf_event_open": 298,
            "memfd_create": 319,
            "bpf": 321,
            "userfaultfd": 323,
            "io_uring_setup": 425,
            "memfd_secret": 447,
        },
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "socket": 198,
        "refused": {
            "io_setup": 0,
            "ptrace": 117,
            "sched_setaffinity": 122,
            "mq_open": 180,
            "msgget": 186,
            "semget": 190,
            "shmget": 194,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "perf_event_open": 241,
            "memfd_create": 279,
            "bpf": 280,
            "userfaultfd": 282,
            "io_uring_setup": 425,
            "memfd_secret": 447,
        },
    },
}

LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
X32 = 0x40000000  # x86_64's other numbering starts here


Line: TypeAlias = tuple[int, int, str | None, str | None]


def system_call_filter() -> bytes:
    """The filter program; on an unknown architecture it allows everything."""
    known = ARCHITECTURES.get(platform.machine())
    if known is None:
        return _assemble([])
    return _assemble(
        [
            (LOAD, ARCHITECTURE, None, None),
            (JUMP_IF_EQUAL, known["audit"], None, "refuse"),
            (LOAD, NUMBER, None, None),
            (JUMP_IF_AT_LEAST, X32, "refuse", None),
            *[
                (JUMP_IF_EQUAL, number, "refuse", None)
                for number in known["refused"].values()
            ],
            (JUMP_IF_EQUAL, known["socket"], None, "allow"),
            (LOAD, FIRST_ARGUMENT, None, None),
            *[
                (JUMP_IF_EQUAL, family, "allow", None)
                for family in ALLOWED_FAMILIES.values()
            ],
            (RETURN, REFUSE, None, None),
        ]
    )


def _assemble(lines: list[Line]) -> bytes:
    """Assembles lines of (opcode, operand, jump if true, jump if false).

    None as a jump continues with the next line.
    """
    ends = {"allow": len(lines), "refuse": len(lines) + 1}
    packed = [
        struct.pack(
            "=HBBI",
            what,
            0 if if_so is None else ends[if_so] - place - 1,
            0 if if_not is None else ends[if_not] - place - 1,
            operand,
        )
        for place, (what, operand, if_so, if_not) in enumerate(lines)
    ]
    final = [struct.pack("=HBBI", RETURN, 0, 0, how) for how in (ALLOW, REFUSE)]
    return b"".join(packed + final)
