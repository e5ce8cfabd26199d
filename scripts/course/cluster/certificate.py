"""Makes a certificate and its key, which prove who belongs to a cluster."""

import os
import sys
from pathlib import Path

from distributed.security import Security

folder = Path(sys.argv[1])
folder.mkdir(mode=0o700, parents=True)
made = Security.temporary()
for name, text in (
    ("certificate.pem", made.tls_ca_file),
    ("key.pem", made.tls_client_key),
):
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(text)
