"""What sockets hold, which belongs to no process: the kernel is asked by netlink."""

import socket
import struct

NETLINK_SOCK_DIAG = 4
BY_FAMILY, DONE, ERROR = 20, 3, 2
REQUEST_DUMP = 0x301
ALL_STATES = 0xFFFFFFFF

# struct nlmsghdr; struct nlattr
HEADER, ATTRIBUTE = struct.Struct("=IHHII"), struct.Struct("=HH")

# From linux/unix_diag.h and linux/inet_diag.h: the request, the length of an
# answer before its attributes, and the attribute that tells of memory.
UNIX_SHOW_MEMORY, UNIX_ANSWER, UNIX_MEMORY = 0x20, 16, 5
INET_SHOW_MEMORY, INET_ANSWER, INET_MEMORY = 1 << 6, 72, 7

# Of the numbers of a socket's memory (enum sk_meminfo_vars).
RECEIVED, SENT, RESERVED, QUEUED = 0, 2, 4, 5


def socket_bytes() -> int:
    """The memory of all sockets in this network, in bytes; 0 if nobody tells."""
    unix = struct.pack(
        "=BBHIIIII", socket.AF_UNIX, 0, 0, ALL_STATES, 0, UNIX_SHOW_MEMORY, 0, 0
    )
    requests = [(unix, UNIX_ANSWER, UNIX_MEMORY)]
    for family in (socket.AF_INET, socket.AF_INET6):
        for protocol in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
            inet = struct.pack(
                "=BBBBI48x", family, protocol, INET_SHOW_MEMORY, 0, ALL_STATES
            )
            requests.append((inet, INET_ANSWER, INET_MEMORY))
    try:
        return sum(_bytes_of(*request) for request in requests)
    except (OSError, AttributeError):  # no Linux, or one that does not tell
        return 0


def _bytes_of(request: bytes, answer_length: int, attribute: int) -> int:
    total = 0
    with socket.socket(
        socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_SOCK_DIAG
    ) as netlink:
        netlink.settimeout(1)
        size = HEADER.size + len(request)
        netlink.send(HEADER.pack(size, BY_FAMILY, REQUEST_DUMP, 0, 0) + request)
        while True:
            block = netlink.recv(2**17)
            at = 0
            while at + HEADER.size <= len(block):
                length, kind, _, _, _ = HEADER.unpack_from(block, at)
                if kind in (DONE, ERROR) or length < HEADER.size:
                    return total
                message = block[at + HEADER.size + answer_length : at + length]
                total += _memory_in(message, attribute)
                at += (length + 3) & ~3


def _memory_in(attributes: bytes, wanted: int) -> int:
    at = 0
    while at + ATTRIBUTE.size <= len(attributes):
        length, kind = ATTRIBUTE.unpack_from(attributes, at)
        if length < ATTRIBUTE.size:
            return 0
        if kind == wanted:
            count = (length - ATTRIBUTE.size) // 4
            memory = struct.unpack_from(f"={count}I", attributes, at + ATTRIBUTE.size)
            sent = max(memory[SENT], memory[QUEUED])
            return int(memory[RECEIVED] + sent + memory[RESERVED])
        at += (length + 3) & ~3
    return 0
