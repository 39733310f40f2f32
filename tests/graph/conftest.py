"""Real SPARQL servers on loopback, one each for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import servers


@pytest.fixture(scope="module")
def oxigraph_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty `oxigraph serve`."""
    if servers.oxigraph_binary() is None:
        pytest.skip("the oxigraph server (PyPI 'oxigraph') is not installed")
    with servers.oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty Virtuoso."""
    if servers.virtuoso_binary() is None:
        pytest.skip("Virtuoso (Debian 'virtuoso-opensource-7-bin') is not installed")
    with servers.virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url
