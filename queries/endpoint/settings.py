"""What can be set about the endpoint, with the limits that hold unless changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SettingsError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the endpoint listens, what it serves, and its limits per request.

    Bytes, seconds, counts. `token` None means read-only. `engines` are the Oxigraph processes
    that share the reading of a folder (a writable store has one).
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    timeout_s: float = 30.0
    update_timeout_s: float = 300.0
    max_memory: int = 2048 * MIB
    max_result: int = 64 * MIB
    max_query: int = MIB
    max_upload: int = 256 * MIB
    max_running: int = 32
    max_waiting: int = 256
    engines: int = 2
    root_path: str = ""
    public_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"port {self.port} is outside 0 to 65535")
        for name in ("timeout_s", "max_memory", "max_result", "max_running", "engines"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name.replace('_', '-')} must be above 0")

    @property
    def writable(self) -> bool:
        """Whether updates are let in (with the token)."""
        return self.token is not None

    @property
    def is_folder(self) -> bool:
        """Whether the store is a folder, not a server."""
        return not re.match(r"https?://", self.store, re.I)


def read_token(path: Path) -> str:
    """Return the token in a file: its first line, 16 characters at least.

    Raises `SettingsError`, which never shows the token.
    """
    try:
        text = path.read_text("ascii").split("\n", 1)[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not plain ASCII"
        raise SettingsError(f"token file {path}: cannot be read ({reason})") from None
    if not re.fullmatch(r"[A-Za-z0-9._~+/=-]{16,512}", text):
        raise SettingsError(
            f"token file {path}: the first line must be 16 to 512 letters, digits or ._~+/=-; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return text
