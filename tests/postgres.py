"""A real PostgreSQL for the tests, in a folder of its own, without a port to the outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = ("postgres", "nobody")


def _programs():
    """The folder of initdb and pg_ctl, wherever Debian or another system put it."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return None


def _user():
    """PostgreSQL does not run as root."""
    import pwd

    if os.getuid():
        return {}
    for name in _NOBODY:
        try:
            return {"user": pwd.getpwnam(name).pw_uid, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no other user")
    return None


@contextmanager
def postgres():
    """Yield its URL."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install -e '.[ray]')")
    programs, user, place = _programs(), _user(), Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    if user:
        os.chown(place, user["user"], user["group"])
    data, quiet = place / "data", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **user}
    options = f"-c listen_addresses='' -c unix_socket_directories={place} -c fsync=off"
    try:
        subprocess.run([programs / "initdb", "-D", data, "-U", "t", "-A", "trust", "-N"], check=True, **quiet)
        subprocess.run(
            [programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", place / "log", "start"], check=True, **quiet
        )
        yield f"postgresql://t@/postgres?host={place}"
    finally:
        if data.exists():
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(place, ignore_errors=True)
