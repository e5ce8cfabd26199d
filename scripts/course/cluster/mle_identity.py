"""What a worker and the grader must have in common, and its name on the cluster."""

import hashlib
import json
import platform

Identity = dict[str, str]


def with_python(identity: Identity) -> Identity:
    """Adds Python's version, in which functions travel."""
    major, minor, _ = platform.python_version_tuple()
    return {**identity, "Python": f"{major}.{minor}"}


def resource_of(identity: Identity) -> str:
    """The name of the resource that workers with this identity offer."""
    digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode())
    return f"notebooks-{digest.hexdigest()[:16]}"
