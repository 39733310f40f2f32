"""What people see: overview, workbench, picture, entities, questions; and RDF about ourselves.

Handlers that ask the store are plain functions, which Starlette runs in worker threads. All
text is escaped by Jinja2's autoescape; a page holds no script of its own.
"""

from __future__ import annotations

import json
import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jinja2
import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from graph.errors import AmbiguousName, DiplographError, QueryError
from graph.identifiers import BASE
from graph.rdf import PREFIXES
from queries.catalogue import NamedQuery, load_catalogue
from queries.endpoint import description, entities
from queries.endpoint.negotiation import best
from queries.names import kind_of
from queries.names import search as search_names
from queries.results import ROW_FORMATS, Result, python_value, run, short_iri

if TYPE_CHECKING:
    from queries.endpoint.app import Endpoint
    from queries.endpoint.protocol import Receive, Scope, Send

HTML = "text/html"
RDF_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
ROW_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
SUFFIXES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
SHOWN_ROWS = 500
# Laying out a picture takes seconds on a large graph; the same one is shown for a minute.
PICTURE_S = 60.0
MOST_PICTURES = 8
_PICTURES: dict[str, tuple[float, str]] = {}

_ENV = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _endpoint(request: Request) -> Endpoint:
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


def _store(request: Request) -> Any:
    return _endpoint(request).bridge


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    root = _root(request)
    text = _ENV.get_template(template).render(
        root=root,
        path=request.url.path.removeprefix(root),
        writable=_endpoint(request).settings.writable,
        link=lambda iri: link(root, iri),
        short=short_iri,
        **values,
    )
    return Response(text, status, media_type=HTML, headers={"Vary": "Accept"})


def link(root: str, iri: str | None) -> str | None:
    """Return the address of the page about an IRI of ours, an http(s) one as it is, or None.

    Addresses in reports are hostile: other schemes give no link.
    """
    if not iri:
        return None
    if kind_of(iri) in entities.KINDS:
        return f"{root}/id/{quote(iri[len(BASE) :])}"
    return iri if re.match(r"https?://[^\s\"'<>]+$", iri) and not iri.startswith(BASE) else None


# ---- pages ----


def overview(request: Request) -> Response:
    """Counts, latest events, search."""
    return _page(request, "overview.html", title="Overview", **entities.overview(_store(request)))


def search(request: Request) -> Response:
    """Actors and places by name."""
    text = request.query_params.get("q", "").strip()[:200]
    found = search_names(_store(request), text) if text else []
    if len(found) == 1:
        return RedirectResponse(link(_root(request), found[0].iri) or "/", 303)
    return _page(request, "search.html", title=f"Search: {text}", text=text, found=found)


def workbench(request: Request) -> Response:
    """The query editor; its scripts come with the engine."""
    endpoint = _endpoint(request)
    template = "workbench.html" if "yasgui.min.js" in endpoint.assets else "plain-query.html"
    response = _page(
        request,
        template,
        title="Query",
        query=request.query_params.get("query", ""),
        groups=load_catalogue().groups(),
    )
    # The editor sets styles on its elements and in a sheet of its own; scripts stay ours.
    from queries.endpoint.app import POLICY

    response.headers["Content-Security-Policy"] = POLICY.replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )
    return response


def examples(request: Request) -> Response:
    """Each question as SPARQL with its example values bound, for the workbench."""
    store = _store(request)
    shown = []
    for query in load_catalogue():
        if query.step:
            continue
        try:
            text = query.bind(store, **query.example)
        except QueryError:  # the example's people are not in this graph, or need an event
            continue
        head = f"# {query.summary}\n"
        shown.append(
            {
                "name": query.name,
                "tag": query.tags[0],
                "summary": query.summary,
                "query": head + text,
            }
        )
    return Response(json.dumps(shown), media_type="application/json")


def prefixes(request: Request) -> Response:
    """The prefixes that queries may use, for the workbench."""
    return Response(json.dumps(PREFIXES), media_type="application/json")


def explore(request: Request) -> Response:
    """The interactive picture; its own policy names its scripts by hash."""
    from graph.explorer import render

    given = request.query_params
    key = str(sorted(given.multi_items()))
    kept = _PICTURES.get(key)
    if kept is None or time.monotonic() - kept[0] > PICTURE_S:
        page = render(
            _store(request),
            actor=[a for a in given.getlist("actor") if a] or None,
            since=given.get("since") or None,
            until=given.get("until") or None,
            types=[t for t in given.getlist("type") if t] or None,
        )
        while len(_PICTURES) >= MOST_PICTURES:
            _PICTURES.pop(next(iter(_PICTURES)), None)
        _PICTURES[key] = kept = (time.monotonic(), page)
    page = kept[1]
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', page)
    headers = {"Content-Security-Policy": policy[1].replace("&#39;", "'")} if policy else {}
    return Response(page, media_type=HTML, headers=headers)


def catalogue(request: Request) -> Response:
    """All questions."""
    return _page(request, "catalogue.html", title="Questions", groups=load_catalogue().groups())


def question(request: Request) -> Response:
    """One question: its form and answer as a page, or its answer as CSV, JSON, TSV, XML."""
    name, _, suffix = request.path_params["name"].partition(".")
    query = _known(name)
    given = {p.name: request.query_params.get(p.name, "").strip() for p in query.parameters}
    given = {key: value for key, value in given.items() if value}
    unknown = set(request.query_params) - {p.name for p in query.parameters} - {"format"}
    if unknown:
        raise QueryError(f"{name} has no parameter {min(unknown)!r}")
    format_ = suffix or request.query_params.get("format", "")
    if not format_:
        accepted = best(
            request.headers.get("accept", ""),
            [HTML, *(t.split(";")[0] for t in ROW_TYPES.values())],
        )
        format_ = next((f for f, t in ROW_TYPES.items() if t.startswith(accepted or "-")), "")
    if format_:
        if format_ not in ROW_FORMATS:
            raise HTTPException(406, f"no format {format_}; one of {', '.join(ROW_FORMATS)}")
        return _answer_as(run(_store(request), name, **given), format_)
    return _question_page(request, query, given)


def _known(name: str) -> NamedQuery:
    try:
        return load_catalogue().get(name)
    except QueryError as error:
        raise HTTPException(404, str(error)) from None


def _answer_as(result: Result, format_: str) -> Response:
    import io

    buffer = io.BytesIO()
    result.write(format_, buffer)
    return Response(buffer.getvalue(), media_type=ROW_TYPES[format_])


def _question_page(request: Request, query: NamedQuery, given: dict[str, str]) -> Response:
    store, root = _store(request), _root(request)
    values: dict[str, Any] = {
        "title": query.summary,
        "query": query,
        "given": given,
        "columns": [],
        "rows": None,
        "more": False,
        "error": "",
        "choices": (),
        "sparql": "",
        "link_here": "",
    }
    missing = [p.name for p in query.parameters if p.required and p.name not in given]
    status = 200
    if not missing or given:
        try:
            bound = query.values(store, given)
            from queries.catalogue import bind

            values["sparql"] = bind(query.text, bound)
            result = run(store, query.name, **given)
            kept = result.rows()
            values |= table(result.columns, kept[:SHOWN_ROWS], root)
            values["more"] = len(kept) > SHOWN_ROWS
            values["count"] = len(kept)
        except AmbiguousName as error:
            values |= {
                "error": str(error),
                "choices": [(label, short_iri(iri)) for label, iri in error.choices],
            }
            status = 300
        except QueryError as error:
            values["error"], status = str(error), 400
    values["link_here"] = f"{root}/catalogue/{query.name}"
    values["as"] = lambda f: f"{root}/catalogue/{query.name}.{f}?{urlencode(given)}".rstrip("?")
    return _page(request, "question.html", status, **values)


def table(
    columns: list[str], terms: list[Any], root: str, hide: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return rows for a page: columns of IRIs that only serve as links are folded into names."""
    folded = {
        name: iri
        for iri, name in (("event", "label"), ("report", "headline"), ("actor", "name"), ("person", "name"),
                          ("other", "name"), ("a", "name"), ("b", "with"), ("state", "name"), ("place", "name"),
                          ("organisation", "name"), ("speaker", "name"), ("one", "label_one"), ("two", "label_two"),
                          ("ground", "name"), ("from", "visitor"), ("to", "host"))
        if iri in columns and name in columns
    }  # fmt: skip
    hidden = {*folded.values(), *hide}
    if "entity" in columns and "value" in columns:
        folded["value"] = "entity"
        hidden.add("entity")
    shown = [name for name in columns if name not in hidden]
    rows = []
    for row in terms:
        by = dict(zip(columns, row, strict=True))
        cells = []
        for name in shown:
            term = by[name]
            target = by.get(folded.get(name, ""), term)
            iri = target.value if isinstance(target, ox.NamedNode) else None
            value = python_value(term)
            if isinstance(term, ox.NamedNode):
                value = short_iri(term.value).removeprefix("dg:")
            if isinstance(value, float):
                value = f"{value:.2f}"
            cells.append({
                "text": "" if value is None else value,
                "href": link(root, iri) if iri and kind_of(iri) else None,
                "number": isinstance(value, int) and not isinstance(value, bool),
            })  # fmt: skip
        rows.append(cells)
    return {"columns": [name.replace("_", " ") for name in shown], "rows": rows}


def entity(request: Request) -> Response:
    """The page, or the RDF, about an IRI of ours."""
    kind, key = request.path_params["kind"], request.path_params["key"]
    accepted = best(request.headers.get("accept", ""), [HTML, *RDF_TYPES])
    stem, _, suffix = key.rpartition(".")
    if stem and suffix in SUFFIXES:
        key, accepted = stem, SUFFIXES[suffix]
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", key) or not re.fullmatch(r"[a-z]{1,20}", kind):
        raise HTTPException(404, "no such thing here")
    iri = f"{BASE}{kind}/{key}"
    if accepted is None:
        raise HTTPException(
            406, "text/html, text/turtle, application/ld+json or application/n-triples"
        )
    store = _store(request)
    if accepted != HTML:
        found = entities.triples(store, iri)
        if not found:
            raise HTTPException(404, f"the graph says nothing of {iri}")
        return _rdf(found, accepted)
    if kind == "event":
        page = entities.event(store, iri)
    elif kind in entities.ACTORS:
        page = _actor(request, iri)
    elif kind == "place":
        page = _place(request, iri)
    elif kind == "report":
        page = _report(request, iri)
    else:
        event = entities.event_of(store, iri)
        if event is None:
            raise HTTPException(404, f"no page for {kind}/{key}")
        return RedirectResponse(link(_root(request), event) or "/", 303)
    if page is None:
        raise HTTPException(404, f"the graph says nothing of {kind}/{key}")
    template = "actor.html" if kind in entities.ACTORS else f"{kind}.html"
    response = _page(request, template, iri=iri, kind=kind, key=key, **page)
    response.headers["Link"] = ", ".join(
        f'<{key}.{suffix}>; rel="alternate"; type="{type_}"' for suffix, type_ in SUFFIXES.items()
    )
    return response


def _asked(
    request: Request, name: str, *, hide: tuple[str, ...] = (), **values: str
) -> dict[str, Any]:
    result = run(_store(request), name, **values)
    return table(result.columns, result.rows(), _root(request), hide)


def _actor(request: Request, iri: str) -> dict[str, Any] | None:
    page = entities.actor(_store(request), iri)
    if page is None:
        return None
    page["title"] = page["label"]
    page["about"] = _asked(request, "about", actor=iri)
    page["timeline"] = _asked(request, "timeline", actor=iri, limit="300")
    page["others"] = _asked(request, "counterparts", actor=iri, limit="15", hide=("actor",))
    page["quotations"] = _asked(request, "quotations", speaker=iri, limit="10")
    return page


def _place(request: Request, iri: str) -> dict[str, Any] | None:
    page = entities.place(_store(request), iri)
    if page is not None:
        page["title"] = page["label"]
        page["events"] = _asked(request, "events-at", place=iri, limit="300")
    return page


def _report(request: Request, iri: str) -> dict[str, Any] | None:
    page = entities.report(_store(request), iri)
    if page is not None:
        page["title"] = page["headline"] or "Report"
        page["tells"] = _asked(request, "told-by", report=iri)
    return page


def asset(request: Request) -> Response:
    """The editor's script and style, as the engine carries them."""
    data = _endpoint(request).assets.get(request.path_params["name"])
    if data is None:
        raise HTTPException(404, "no such file")
    type_ = "text/css" if request.path_params["name"].endswith(".css") else "text/javascript"
    return Response(data, media_type=type_, headers={"Cache-Control": "max-age=3600"})


def health(request: Request) -> Response:
    """200 when the engine answers, else 503."""
    try:
        _store(request).query("ASK {}")
    except DiplographError as error:
        return Response(f"{error}\n", 503, media_type="text/plain")
    return Response("ok\n", media_type="text/plain")


# ---- RDF about ourselves ----


def void(request: Request) -> Response:
    """What the data is: VoID, with counts."""
    base = str(request.url.replace(path="", query="")).rstrip("/") + _root(request)
    accepted = best(request.headers.get("accept", ""), list(RDF_TYPES)) or "text/turtle"
    return _rdf(description.void(_store(request), base), accepted)


async def service(endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
    """What the endpoint can: the SPARQL 1.1 service description."""
    request = Request(scope, receive)
    accepted = best(request.headers.get("accept", ""), list(RDF_TYPES)) or "text/turtle"
    base = str(request.url.replace(path="", query="")).rstrip("/") + _root(request)
    path = request.url.path.removeprefix(_root(request))
    found = description.service(base, path, writable=endpoint.settings.writable)
    await _rdf(found, accepted)(scope, receive, send)


def _rdf(triples: list[ox.Triple], type_: str) -> Response:
    body = ox.serialize(
        triples,
        format=RDF_TYPES[type_],
        prefixes={**PREFIXES, **description.PREFIXES} if type_ != "application/n-triples" else None,
    )
    return Response(body, media_type=type_, headers={"Vary": "Accept"})


# ---- errors ----


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        status, line = error.status_code, str(error.detail)
    elif isinstance(error, AmbiguousName):
        status, line = 300, str(error)
    elif isinstance(error, QueryError):
        status, line = 400, str(error)
    elif isinstance(error, DiplographError):
        status, line = 503, str(error)
    else:
        status, line = 500, "something failed here; the log says more"
    if HTML in request.headers.get("accept", ""):
        name = HTTPStatus(status).phrase
        return _page(request, "error.html", status, title=f"{status} {name}", line=line)
    return Response(" ".join(line.split()) + "\n", status, media_type="text/plain; charset=utf-8")


HANDLERS: dict[Any, Any] = {HTTPException: _failed, DiplographError: _failed}
