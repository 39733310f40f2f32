"""Real SPARQL servers on loopback for tests: Oxigraph (from a wheel) and Virtuoso (Debian)."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

# Virtuoso's first password; the server listens on loopback and dies with the test.
VIRTUOSO_LOGIN = "dba:dba"

VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 8
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {max_rows}
"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def oxigraph_binary() -> Path | None:
    """The server binary of the `oxigraph` wheel, or None."""
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
        "oxigraph"
    )
    return Path(found) if found else None


def virtuoso_binary() -> Path | None:
    """Virtuoso's server, or None where Debian's package is not installed."""
    found = shutil.which("virtuoso-t")
    return Path(found) if found else None


@contextlib.contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """Run `oxigraph serve` on a folder; yields its base URL."""
    binary = oxigraph_binary()
    assert binary is not None
    port = free_port()
    command = [str(binary), "serve", "-l", str(folder), "-b", f"127.0.0.1:{port}"]
    with running(command, folder, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def virtuoso_server(folder: Path, max_rows: int = 10_000_000) -> Iterator[str]:
    """Run Virtuoso on a folder; yields the URL of its SPARQL endpoint with the login in it."""
    binary = virtuoso_binary()
    assert binary is not None
    port = free_port()
    ini = folder / "virtuoso.ini"
    settings = {"folder": folder, "port": port, "sql_port": free_port(), "max_rows": max_rows}
    ini.write_text(VIRTUOSO_INI.format(**settings))
    command = [str(binary), "+configfile", str(ini), "+foreground"]
    with running(command, folder, f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"):
        yield f"http://{VIRTUOSO_LOGIN}@127.0.0.1:{port}/sparql"


@contextlib.contextmanager
def running(command: list[str], folder: Path, probe: str) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        for _ in range(400):
            if process.poll() is not None:
                raise RuntimeError(f"server ended: {log.read_text(errors='replace')[-2000:]}")
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(probe, timeout=2, trust_env=False).status_code == 200:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError("server did not answer within 40 s")
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
