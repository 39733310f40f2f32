"""A worker process: settings in, then chunks of tasks in and outcomes out, pickled.

Started by `ingest.batch.pools`; ends at the end of its input, so also when its parent dies.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import BinaryIO


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = sys.stdin.buffer
    # Answers go through a private copy; whatever prints in this process goes to stderr.
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    from ingest.batch.reading import make_reader, read_tasks

    try:
        settings = pickle.load(incoming)  # noqa: S301 - from our own parent
        reader = make_reader(settings)
    except EOFError:
        return
    except Exception as error:
        _answer(outgoing, (type(error).__name__, str(error)))
        return
    _answer(outgoing, reader.run)
    while True:
        try:
            tasks = pickle.load(incoming)  # noqa: S301 - from our own parent
        except EOFError:
            return
        _answer(outgoing, read_tasks(reader, tasks, settings.seconds))


def _answer(outgoing: BinaryIO, value: object) -> None:
    try:
        pickle.dump(value, outgoing, protocol=pickle.HIGHEST_PROTOCOL)
        outgoing.flush()
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
