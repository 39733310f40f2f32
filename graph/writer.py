"""Writing reports into a store and keeping the merged part true to them.

Everything in the merged part (default graph) and in the derived graph is a function of the
reports' graphs, a person's decisions and the background. `Writer.merge` writes the difference
that its changes make, in one transaction (a large one so that a kill in between shows, and
the next merge starts anew); `rebuild` computes all of it and gives the same
quads. A new report's graph is written before it is merged: a process killed in between leaves
accounts without an event, which the next merge finds. A report that replaces another, and one
that is forgotten, change together with the events, so nothing stale can be left.
"""

from __future__ import annotations

from types import TracebackType
from typing import Literal, Self

import pyoxigraph as ox

from graph import background as bg
from graph.decisions import (
    Decision,
    decision_quads,
)
from graph.errors import InputError
from graph.identifiers import (
    BASE,
    DERIVED_GRAPH,
    report_graph,
    report_iri,
    run_iri,
)
from graph.memory import Told, told
from graph.merged import (
    DEFAULT,
    Delta,
    Inconsistent,
    MergeSummary,
    State,
    is_server,
    stored_reports,
)
from graph.merging.features import Features
from graph.model import Account, Actor, Extraction
from graph.rdf import (
    extraction_of,
    extraction_triples,
)
from graph.rdf import terms as t
from graph.store import Store
from graph.stores.statements import in_graph

Became = Literal["stored", "replaced", "unchanged"]
_WORTH_BULK = 5_000  # quads; below, one small transaction is as fast and tears nothing


class Writer:
    """Adds reports to an open store and merges them; one writer a store at a time.

    As a context manager it merges what is left when the block ends without an error. `batch`
    is how many quads of new reports are gathered before they are written (0: each at once);
    `merge` and `flush` write what is gathered.
    """

    def __init__(
        self, store: Store, *, background: bg.Background | None = None, batch: int = 100_000
    ) -> None:
        self.store = store
        self.background = background or bg.Background()
        self._batch = batch
        self._known: dict[str, tuple[str, str]] | None = None
        self._state: State | None = None
        self._gathered: list[ox.Quad] = []
        self._marks: list[ox.Quad] = []
        self._added: dict[str, Told] = {}
        self._replaced: dict[str, tuple[list[ox.Triple], Told]] = {}
        self._forgotten: set[str] = set()
        self._owners: dict[str, str] = {}  # accounts added since the last merge
        self._decided: dict[str, Decision | None] = {}

    # ---- reports in and out ---------------------------------------------------------------

    def known(self) -> dict[str, tuple[str, str]]:
        """Return ``report IRI -> (content hash, run IRI)`` of what is stored or about to be."""
        return dict(self._stored())

    def _stored(self) -> dict[str, tuple[str, str]]:
        if self._known is None:
            self._known = stored_reports(self.store)
        return self._known

    def add(self, extraction: Extraction) -> Became:
        """Take in a report; it counts once `merge` has run.

        "unchanged" where the store holds the same text as the same run read it. A new report's
        graph is written at once (or with its batch), one that replaces another by `merge`.
        Raises `InputError` for an extraction that no reading can have given.
        """
        iri = report_iri(extraction.report)
        run = extraction.run
        run_ = run_iri(run.software, run.model, run.rules) if run else ""
        known = self._stored()
        if known.get(iri) == (extraction.report.content_hash, run_):
            return "unchanged"
        triples = extraction_triples(extraction)
        state = self._loaded()
        one = told(extraction_of(iri, triples, state.names_for(extraction)), run_, state.shared)
        self._own_accounts(one)
        before = iri in known
        known[iri] = (one.digest, run_)
        if before or iri in state.torn or iri in self._forgotten:
            self._forgotten.discard(iri)
            self._added.pop(iri, None)
            self._replaced[iri] = (triples, one)
            return "replaced" if before else "stored"
        self._added[iri] = one
        self._gather(iri, triples)
        return "stored"

    def _own_accounts(self, one: Told) -> None:
        """Raise `InputError` where an account bears the identifier of another report's."""
        stored = self._loaded().memory.report_of
        for account in one.accounts:
            owner = self._owners.get(account.iri) or stored.get(account.iri)
            if owner not in (None, one.report) and owner in self._stored():
                raise InputError(
                    f"report <{one.report}>: account <{account.iri}> is already one of <{owner}>; "
                    f"identifiers of accounts must be the report's own"
                )
        self._owners.update({account.iri: one.report for account in one.accounts})

    def forget(self, report: str) -> bool:
        """Remove a report (an IRI); it is gone once `merge` has run. False if unknown."""
        known = self._stored()
        if report not in known:
            return False
        self._write_gathered()
        del known[report]
        self._added.pop(report, None)
        self._replaced.pop(report, None)
        self._forgotten.add(report)
        return True

    def decide(self, decision: Decision) -> None:
        """Keep a person's decision; it holds once `merge` has run."""
        self._decided[decision.iri] = decision

    def undo(self, decision: str) -> bool:
        """Take back a decision (an IRI); False if there is none."""
        if self._decided.get(decision) is None and decision not in self._loaded().decisions:
            return False
        self._decided[decision] = None
        return True

    def decisions(self) -> dict[str, Decision]:
        """Return the decisions by IRI, those about to be merged included."""
        found = {**self._loaded().decisions, **self._decided}
        return {iri: decision for iri, decision in sorted(found.items()) if decision is not None}

    def _gather(self, iri: str, triples: list[ox.Triple]) -> None:
        graph = report_graph(iri)
        if is_server(self.store):
            self.store.put_graph(graph, triples)
            return
        quads = in_graph(triples, graph)
        # The triple that says what the graph is comes last: without it the graph is torn, and
        # is written anew when the report comes again.
        mark = next(q for q in quads if q.predicate == t.DERIVED_FROM)
        quads.remove(mark)
        self._gathered += quads
        self._marks.append(mark)
        if len(self._gathered) >= self._batch:
            self._write_gathered()

    def _write_gathered(self) -> None:
        if not self._marks:
            return
        if len(self._gathered) < _WORTH_BULK:
            self.store.apply([], [*self._gathered, *self._marks])
        else:
            self.store.bulk(self._gathered)
            self.store.apply([], self._marks)
        self._gathered, self._marks = [], []

    def flush(self) -> None:
        """Write the gathered reports and make everything survive a loss of power."""
        self._write_gathered()
        self.store.flush()

    # ---- what merging knows ---------------------------------------------------------------

    def account(self, iri: str) -> Account | None:
        """Return a merged account as corrected, without evidence; None where there is none."""
        return self._loaded().memory.accounts.get(iri)

    def accounts_of(self, event: str) -> tuple[str, ...]:
        """Return the accounts (IRIs) of an event, the one that names it first; () if unknown."""
        return self._loaded().accounts_of(event)

    def features(self, account: str) -> Features:
        """Return what is compared of an account that is there."""
        return self._loaded().clustering.near.features[account]

    def same_actors(self, iri: str) -> frozenset[str]:
        """Return all IRIs under which reports speak of this actor."""
        return self._loaded().same_actors(iri)

    def known_actor(self, iri: str) -> Actor | None:
        """Return the merged actor of this IRI: from reports, else from the background."""
        return self._loaded().known_actor(iri)

    def state_name(self, code: str) -> str | None:
        """Return what a state is called, None for a code that nothing knows."""
        return self._loaded().state_name(code)

    # ---- merging --------------------------------------------------------------------------

    def merge(self) -> MergeSummary:
        """Merge what was added, replaced, forgotten and decided since the last call.

        All of it or nothing; also finds what a process that was killed left unmerged.
        Raises `StoreError` where the store cannot be written; nothing has changed then.
        """
        state = self._loaded()
        self._write_gathered()
        delta = Delta()
        for iri in sorted(self._forgotten | self._replaced.keys()):
            graph = ox.NamedNode(report_graph(iri))
            delta.gone.update(self.store.quads(graph=graph))
            if iri in self._replaced:
                delta.add(in_graph(self._replaced[iri][0], graph.value))
        for iri, decision in sorted(self._decided.items()):
            if iri in state.decisions:
                delta.gone.update(decision_quads(state.decisions[iri]))
            if decision is not None:
                delta.add(decision_quads(decision))
        changes: dict[str, Told | None] = dict.fromkeys(self._forgotten)
        changes.update(self._added)
        changes.update({iri: one for iri, (_, one) in self._replaced.items()})
        try:
            summary = state.change(changes, self._decided, delta)
            delta.write(self.store)
        except BaseException:
            self._state = None  # what is in memory may be ahead of the store: read it anew
            raise
        self._added, self._replaced, self._forgotten, self._decided = {}, {}, set(), {}
        self._owners = {}
        return summary

    def rebuild(self) -> MergeSummary:
        """Merge everything anew; what is already right in the store stays untouched."""
        self.merge()
        self._state, summary = self._anew()
        return summary

    def _anew(self) -> tuple[State, MergeSummary]:
        state = State(self.store, self.background)
        delta = Delta()
        summary = state.change(dict(state.read_reports()), {}, delta)
        delta.gone.update(self.store.quads(graph=DEFAULT))
        delta.gone.update(self.store.quads(graph=ox.NamedNode(DERIVED_GRAPH)))
        delta.write(self.store)
        return state, summary

    def _loaded(self) -> State:
        if self._state is None:
            state = State(self.store, self.background)
            try:
                state.load()
            except Inconsistent:
                state = self._anew()[0]
            self._state = state
        return self._state

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None and (
            self._added or self._replaced or self._forgotten or self._decided or self._marks
        ):
            self.merge()


def forget(store: Store, report: str, background: bg.Background | None = None) -> bool:
    """Remove a report and everything that rested on it alone.

    `report` is its IRI, its source's id or its URL. Returns False where the store does not
    know it. `background` should be what the store was filled with.
    """
    iri = find_report(store, report)
    if iri is None:
        return False
    writer = Writer(store, background=background)
    found = writer.forget(iri)
    writer.merge()
    return found


def find_report(store: Store, name: str) -> str | None:
    """Return the IRI of the report that has this IRI, source id or URL, None if there is none."""
    if name.startswith(f"{BASE}report/"):
        graph = ox.NamedNode(report_graph(name))
        return name if any(store.quads(ox.NamedNode(name), graph=graph)) else None
    texts: list[ox.NamedNode | ox.Literal] = [t.literal(name)]
    address = t.web_iri(name)
    if address is not None:
        texts.append(address)
    for predicate in (t.IDENTIFIER, t.URL):
        for text in texts:
            for quad in store.quads(None, predicate, text):
                if isinstance(quad.subject, ox.NamedNode):
                    return quad.subject.value
    return None


def rebuild(store: Store, background: bg.Background | None = None) -> MergeSummary:
    """Merge every report anew; the store then holds the same quads as increments give."""
    return Writer(store, background=background).rebuild()
