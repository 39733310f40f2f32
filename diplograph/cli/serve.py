"""Command ``serve``: the SPARQL endpoint and its pages."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import DEFAULT_STORE, StoreOption


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""

    @app.command()
    def serve(
        host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8000,
        store: StoreOption = DEFAULT_STORE,
        writable: Annotated[
            bool, typer.Option("--writable", help="Let updates in; needs --token-file.")
        ] = False,
        token_file: Annotated[
            Path | None,
            typer.Option("--token-file", metavar="FILE", help="File with the bearer token."),
        ] = None,
        timeout: Annotated[float, typer.Option(help="Seconds that a query may take.")] = 30.0,
        memory: Annotated[int, typer.Option(help="MiB that an engine may use.")] = 2048,
        max_result: Annotated[int, typer.Option(help="MiB that an answer may have.")] = 64,
        max_upload: Annotated[int, typer.Option(help="MiB that a written graph may have.")] = 256,
        max_running: Annotated[int, typer.Option(help="Requests at the engine at once.")] = 32,
        engines: Annotated[
            int, typer.Option(help="Processes that share the reading of a folder.")
        ] = 2,
        root_path: Annotated[
            str, typer.Option(help="Path under which a proxy shows this, such as /graph.")
        ] = "",
        public_host: Annotated[
            list[str] | None,
            typer.Option(help="Name under which a proxy shows this; may be repeated."),
        ] = None,
    ) -> None:
        """Serve the graph: SPARQL endpoint, query workbench, picture, a page per entity.

        Read-only and on this machine unless told otherwise.
        Examples:
        diplograph serve
        diplograph serve --writable --token-file token.txt
        """
        import asyncio

        from diplograph.cli import say
        from queries.endpoint.app import serve as run
        from queries.endpoint.settings import MIB, Settings, read_token

        if writable != (token_file is not None):
            raise typer.BadParameter("--writable and --token-file go together")
        settings = Settings(
            store=store,
            host=host,
            port=port,
            token=read_token(token_file) if token_file else None,
            timeout_s=timeout,
            max_memory=memory * MIB,
            max_result=max_result * MIB,
            max_upload=max_upload * MIB,
            max_running=max_running,
            engines=engines,
            root_path=root_path.rstrip("/"),
            public_hosts=tuple(public_host or ()),
        )
        logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)

        def ready(address: str) -> None:
            doors = "query, update and graph store" if settings.writable else "read-only"
            say(f"{store} at {address} ({doors}); stop with Ctrl-C")

        asyncio.run(run(settings, ready))
