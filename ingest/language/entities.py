"""Stage 3: the report's register: which mentions stand for the same actor.

Names are joined first (full names, surnames, table names), then the register answers who a
role ("the Russian leader"), a pronoun or a plural ("both sides") can be, as ranked lists that
include names which come later in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identifiers import fold
from graph.model import ActorKind
from ingest.language.allegiance import settle_states
from ingest.language.gazetteer import Gazetteer
from ingest.language.offices import fields, office_head
from ingest.language.types import Entity, Form, Mention, Register

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.language.reading import Reading

_OF_EACH = frozenset(
    "president minister premier leader king chancellor envoy negotiator official ambassador".split()
)
LEADERS = frozenset(
    "president minister premier chancellor king queen emir amir sultan prince leader ruler pope "
    "chairman monarch emperor dictator strongman head princess secretary".split()
)
# Words for those who rule a state, without its name.
POWERS = frozenset("government authority administration army regime cabinet".split())
_GENERIC = frozenset(
    "leader ruler official head statesman dignitary politician guest visitor".split()
)
_LEGISLATORS = frozenset("lawmaker legislator parliamentarian deputy".split())
_CHAMBERS = frozenset("parliament assembly senate house congress duma majlis knesset".split())
_ENVOYS = frozenset(
    "diplomat envoy emissary official negotiator representative secretary ambassador mediator "
    "coordinator adviser advisor minister undersecretary director aide inspector chief deputy "
    "commissioner delegate administrator spokesman spokeswoman spokesperson".split()
)
_KINGS = frozenset("king queen prince princess emir amir sultan pope".split())


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person's: equal, or a surname or given name alone of it."""
    ta, tb = fold(a).split(), fold(b).split()
    if not ta or not tb:
        return False
    if ta == tb:
        return True
    short, long = sorted((ta, tb), key=len)
    if len(short) == 1:
        return short[0] in (long[0], long[-1]) or (len(short[0]) > 3 and short[0] in long[1:])
    if set(short) <= set(long):
        return True
    return (
        short[-1] == long[-1]
        and short[0][0] == long[0][0]
        and (len(short[0]) == 1 or len(long[0]) == 1 or short[0] == long[0])
    )


@dataclass
class Resolver:
    """The register with the means to ask it."""

    register: Register
    sentence_of: list[int]
    by_state: dict[str, int] = field(default_factory=dict)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    subjects: set[int] = field(default_factory=set)  # mentions (their starts) that are subjects
    heads: dict[str, int] = field(default_factory=dict)  # of delegations, by their states
    body: int = 0  # the token at which the text begins, behind the title
    speaker: str | None = None  # the state whose government speaks, in a statement of its own
    known: dict[int, int | None] = field(default_factory=dict)  # the bearers of roles, by start
    bearers: dict[tuple[int, str], int] = field(default_factory=dict)  # of a plural, by state
    led: list[tuple[Mention, Mention]] = field(default_factory=list)  # delegations, their heads
    leads: set[int] = field(default_factory=set)  # persons who head a delegation
    guests: set[int] = field(default_factory=set)  # of unnamed state, and not of the home one
    home: str | None = None  # the state of the dateline, where its officials need no state

    def entity(self, index: int) -> Entity:
        """Return an entity by index."""
        return self.register.entities[index]

    def state(self, country: str) -> int:
        """Return the index of a state's entity, made if need be."""
        found = self.by_state.get(country)
        if found is None:
            name = self.gazetteer.state_names.get(country, country)
            entity = Entity(
                len(self.register.entities), ActorKind.STATE, name, country, key=country
            )
            self.register.entities.append(entity)
            found = self.by_state[country] = entity.index
        return found

    def role_candidates(self, mention: Mention) -> list[tuple[int, float]]:
        """Persons that a role may be, best first, with scores; names that follow included."""
        head = office_head(mention.office) or mention.name
        here = self.sentence_of[mention.start]
        found: list[tuple[int, float]] = []
        for entity in self.register.entities:
            if entity.kind is not ActorKind.PERSON or not entity.mentions:
                continue
            if mention.country and entity.country and entity.country != mention.country:
                continue
            if mention.country and not entity.country and entity.organisation:
                continue
            if mention.organisation and entity.country and not mention.country:
                continue
            if mention.gender and entity.gender and mention.gender != entity.gender:
                continue
            told = [o.start for o in entity.mentions if o.start >= self.body]
            first = min(told or [o.start for o in entity.mentions])
            if first > mention.start and self.sentence_of[first] == here:
                continue  # "the prime minister met Prime Minister X": somebody else
            abroad = self.home and entity.country not in (None, self.home)
            if abroad and not mention.country and first > mention.start:
                continue  # "The Foreign Secretary met his Omani counterpart": ours, not theirs
            fit = self.office_fit(head, mention, entity)
            if fit <= 0 and self._named_next(mention, entity, here):
                fit = 0.6
            if fit <= 0:
                continue
            best = 0.0
            for other in entity.mentions:
                distance = here - self.sentence_of[other.start]
                if other.start < mention.start:
                    near = 1.0 / (1 + 0.25 * distance)
                    near *= 1.0 if mention.definite else 0.0
                else:
                    near = 0.9 / (1 - 0.25 * distance) if -2 <= distance < 0 else 0.0
                    of_nobody = not (mention.country or mention.organisation)
                    if of_nobody and not entity.country and distance != 0:
                        near *= 0.7
                best = max(best, near)
            score = fit * best
            if mention.country and entity.country is None:
                starts = {self.sentence_of[m.start] - here for m in entity.mentions}
                subject = any(m.start in self.subjects for m in entity.mentions)
                score *= 0.95 if min(starts) == 1 and subject else 0.6
            if mention.country is None and not mention.definite:
                score *= 0.5
            if score > 0.2:
                found.append((entity.index, score))
        return sorted(found, key=lambda p: (-p[1], p[0]))

    def _named_next(self, mention: Mention, entity: Entity, here: int) -> bool:
        """A lead that names nobody, and a name without office at once after it."""
        if entity.office or entity.country or entity.organisation:
            return False
        if not (mention.country or mention.organisation) or not entity.mentions:
            return False
        first = min(entity.mentions, key=lambda m: m.start)
        follows = self.sentence_of[first.start] == here + 1 and " " in first.name
        return follows and first.start in self.subjects

    def role_group(self, mention: Mention) -> tuple[int, ...]:
        """Persons whom "two senior U.S. diplomats" introduces: named together close by."""
        count = mention.count
        if not count or not mention.country:
            return ()
        here = self.sentence_of[mention.start]
        head = office_head(mention.office) or mention.name
        head = head.removesuffix("s")
        for back in (-1, 0, -2, 1):
            named: list[int] = []
            for other in self.register.mentions:
                if other.entity is None or self.sentence_of[other.start] != here - back:
                    continue
                if back == 0 and other.start < mention.start:
                    continue
                entity = self.entity(other.entity)
                if entity.kind is not ActorKind.PERSON or entity.index in named:
                    continue
                if entity.country not in (None, mention.country):
                    continue
                if entity.country is None and not entity.office:
                    continue
                if self.office_fit(head, mention, entity) > 0:
                    named.append(entity.index)
            if len(named) == count:
                return tuple(named)
        return ()

    def government(self, mention: Mention, others: list[int]) -> int | None:
        """The state that "the government" without a name means here."""
        for index in others:
            entity = self.entity(index)
            if entity.kind is ActorKind.GROUP and entity.country:
                return self.state(entity.country)
        here = self.sentence_of[mention.start]
        best: tuple[int, int] | None = None
        told: tuple[int, int] | None = None
        for other in self.register.mentions:
            if other.entity is None or other.start >= mention.start:
                continue
            entity = self.entity(other.entity)
            if entity.kind is not ActorKind.STATE or here - self.sentence_of[other.start] > 2:
                continue
            if other.form is Form.ROLE and office_head(other.office) in POWERS:
                told = (other.start, entity.index)  # "the Somali government ... the government"
            if entity.index not in others and (best is None or other.start > best[0]):
                best = (other.start, entity.index)
        if told is not None:
            return told[1]
        return best[1] if best else None

    def prominent_pair(self, states: bool) -> tuple[int, ...]:
        """The two parties that a report is about: most often named, in its first sentences."""
        counts: dict[int, int] = {}
        for other in self.register.mentions:
            if other.entity is None:
                continue
            entity = self.entity(other.entity)
            if entity.kind is ActorKind.PERSON or (
                entity.kind is ActorKind.ORGANISATION and not entity.key
            ):
                continue
            counts[entity.index] = counts.get(entity.index, 0) + (
                3 if self.sentence_of[other.start] <= 1 else 1
            )
        firm = {
            i: n for i, n in counts.items() if self.entity(i).kind is not ActorKind.ORGANISATION
        }
        ranked = sorted((firm if len(firm) >= 2 else counts).items(), key=lambda p: (-p[1], p[0]))
        if len(ranked) >= 2 and (len(ranked) == 2 or ranked[1][1] > ranked[2][1]):
            return (ranked[0][0], ranked[1][0])
        return ()

    def office_fit(self, head: str, mention: Mention, entity: Entity) -> float:
        """How well a role noun fits the offices of a person: 0 not at all, 1 the same office."""
        heads = {office_head(m.office) for m in entity.mentions if m.office}
        if entity.office:
            heads.add(office_head(entity.office))
        heads.discard("")
        words = set(fold(mention.office or "").split())
        if head in heads and head == "minister":
            offices = [entity.office, *(m.office for m in entity.mentions)]
            held = set().union(*(fields(o) for o in offices))
            if held and fields(mention.office) and not held & fields(mention.office):
                return 0.0  # "the interior minister" is not the foreign minister
        if head in heads:
            mine = set(fold(mention.office or "").split())
            deputies = {"vice", "deputy", "former", "assistant", "ex"}
            agreeing = [
                m
                for m in entity.mentions
                if office_head(m.office) == head
                and (deputies & set(fold(m.office or "").split())) == (deputies & mine)
            ]
            if agreeing:
                return 1.0
            same = office_head(entity.office) == head and (
                deputies & set(fold(entity.office or "").split())
            ) == (deputies & mine)
            return 0.9 if same else 0.2
        if head in _GENERIC and heads & LEADERS:
            return 0.8
        if head in (
            "diplomat",
            "envoy",
            "official",
            "emissary",
            "negotiator",
            "mediator",
            "delegate",
            "aide",
        ):
            if "chief" in words and "minister" in heads:
                return 0.6
            if heads & _ENVOYS:
                return 0.7
        if head == "monarch" and heads & _KINGS:
            return 0.8
        if head in ("king", "queen", "sultan", "emir", "amir") and heads & {"king", "sultan"}:
            return 0.8
        told = fold(entity.office or "").split()
        if head == "premier" and "minister" in heads and "prime" in told:
            return 0.9
        if head == "minister" and "premier" in heads and "prime" in words:
            return 0.9
        if head in _LEGISLATORS and (_CHAMBERS & set(told) or heads & {"senator", "speaker"}):
            return 0.7
        if head in ("guest", "visitor") and (heads or entity.country == mention.country):
            return 0.7
        if not heads and mention.country and entity.country == mention.country and head in _GENERIC:
            return 0.4
        return 0.0

    def neuter_candidates(self, mention: Mention, doc: Doc) -> list[tuple[int, float]]:
        """States and bodies that "it" may be: a subject of its sentence or the one before."""
        here = self.sentence_of[mention.start]
        scores: dict[int, float] = {}
        for other in self.register.mentions:
            if other.entity is None or other.start >= mention.start:
                continue
            entity = self.entity(other.entity)
            distance = here - self.sentence_of[other.start]
            if entity.kind is ActorKind.PERSON or distance > 1 or other.form is Form.DEMONYM:
                continue
            if doc[other.head].dep_ not in ("nsubj", "nsubjpass"):
                continue
            scores[entity.index] = max(scores.get(entity.index, 0.0), 1.0 / (1 + distance))
        return sorted(scores.items(), key=lambda p: (-p[1], p[0]))

    def pronoun_candidates(self, mention: Mention, doc: Doc) -> list[tuple[int, float]]:
        """Persons that "he" or "she" may be, best first."""
        if mention.name in ("it", "its"):
            return self.neuter_candidates(mention, doc)
        here = self.sentence_of[mention.start]
        scores: dict[int, float] = {}
        for other in self.register.mentions:
            if other.start >= mention.start:
                break
            index = other.entity
            alone = other.form is Form.ROLE and doc[other.head].dep_ == "nsubj"
            if alone and doc[other.end].text != ",":  # no name beside it
                index = self._bearer(other)  # "The lawmaker said ... He himself led"
            if index is None:
                continue
            entity = self.entity(index)
            if entity.kind is not ActorKind.PERSON:
                continue
            if entity.gender and mention.gender and entity.gender != mention.gender:
                continue
            distance = here - self.sentence_of[other.start]
            if distance > 4:
                continue
            score = 1.0 / (1 + distance)
            token = doc[other.head]
            if token.dep_ in ("nsubj", "nsubjpass"):
                score *= 1.6
            elif token.dep_ in ("poss",):
                score *= 0.9
            if distance == 0 and token.head.i == doc[mention.head].head.i:
                score *= 0.2  # "X told him": not the same
            scores[entity.index] = max(scores.get(entity.index, 0.0), score) + 0.02
        return sorted(scores.items(), key=lambda p: (-p[1], p[0]))

    def _bearer(self, role: Mention) -> int | None:
        """The person that a role surely is."""
        if role.kind is not ActorKind.PERSON or role.number != "singular":
            return role.entity
        if role.start not in self.known:
            ranked = self.role_candidates(role)
            self.known[role.start] = ranked[0][0] if ranked and ranked[0][1] >= 0.42 else None
        return self.known[role.start]

    def plural_candidates(self, mention: Mention, recent: list[tuple[int, ...]]) -> tuple[int, ...]:
        """Actors that "the two leaders", "both sides" or "they" may be.

        `recent` holds the parties of the events before the mention, nearest first.
        """
        here = self.sentence_of[mention.start]
        head = mention.name
        want = {"country", "nation", "state", "government", "neighbor", "neighbour", "republic"}
        states_wanted = head in want
        persons_wanted = head in (
            "leader", "president", "minister", "premier", "man", "woman", "diplomat", "envoy",
            "official", "chancellor", "king", "negotiator", "counterpart",
        )  # fmt: skip
        count = mention.count
        same = self._same_plural(mention, here)
        if same:
            return same
        bearers = self._bearers(mention, here)
        if bearers:
            return bearers
        for back in range(0, 4):
            present: list[int] = []
            for other in self.register.mentions:
                if other.entity is None or other.start >= mention.start:
                    continue
                if self.sentence_of[other.start] != here - back:
                    continue
                entity = self.entity(other.entity)
                if entity.kind is ActorKind.PERSON and states_wanted:
                    continue
                if other.form in (Form.PLURAL, Form.PRONOUN):
                    continue
                if entity.index not in present:
                    present.append(entity.index)
            chosen = self._pair(present, persons_wanted, states_wanted, count)
            if chosen:
                return chosen
            if back == 0 and head == "pair":
                # "The two agreed": two people before a person and a body
                recent = sorted(recent, key=lambda p: not self._all_persons(p))
            if back == 0:
                for parties in recent[:2]:
                    if len(parties) >= 2 and (count is None or len(parties) == count):
                        return self._as(parties, states_wanted)
        for parties in recent:
            if len(parties) >= 2 and (count is None or len(parties) == count):
                return self._as(parties, states_wanted)
        if head in ("side", "party", "government", "country", "nation", "neighbor", "rival") and (
            count in (None, 2)
        ):
            return self.prominent_pair(states_wanted)
        return self._two_states(mention, here)

    def _two_states(self, mention: Mention, here: int) -> tuple[int, ...]:
        """ "Both presidents", "Their foreign ministers" after two states: those of each."""
        words = (mention.office or mention.name).lower().split()
        head = words[-1].removesuffix("s") if words else ""
        of_each = mention.count == 2 or any(  # "their foreign ministers"
            m.form is Form.PRONOUN and m.number == "plural" and m.start == mention.start
            for m in self.register.mentions
        )
        if head not in _OF_EACH or not (of_each or head in LEADERS):
            return ()
        if mention.count not in (None, 2):
            return ()
        for back in range(0, 3):
            found = list(
                dict.fromkeys(
                    m.entity
                    for m in self.register.mentions
                    if m.entity is not None
                    and m.form is Form.NAME
                    and m.start < mention.start
                    and self.sentence_of[m.start] == here - back
                    and self.entity(m.entity).kind is ActorKind.STATE
                )
            )
            if found:
                return tuple(found) if len(found) == 2 else ()
        return ()

    def _all_persons(self, parties: tuple[int, ...]) -> bool:
        return all(self.entity(p).kind is ActorKind.PERSON for p in parties)

    def _same_plural(self, mention: Mention, here: int) -> tuple[int, ...]:
        """ "The ministers" after "foreign ministers of A and B": the same again."""
        if mention.form is not Form.PLURAL:
            return ()
        head = office_head(mention.office) or mention.name
        found: list[int] = []
        at: int | None = None
        for other in reversed(self.register.mentions):
            if other.start >= mention.start or other.form is not Form.ROLE:
                continue
            if here - self.sentence_of[other.start] > 2:
                break
            if other.number != "plural" or office_head(other.office) != head:
                continue
            if at is not None and other.head != at:
                break
            index = other.entity
            if index is None and other.country:
                index = self.state(other.country)
            if index is not None and index not in found:
                at = other.head
                found.insert(0, index)
        return tuple(found)

    def _bearers(self, mention: Mention, here: int) -> tuple[int, ...]:
        """ "The two presidents" after presidents A and B with others: those of that office."""
        head = office_head(mention.office or mention.name).removesuffix("s")
        if not mention.count or head not in LEADERS:
            return ()
        found: list[int] = []
        for back in range(0, 3):
            for other in self.register.mentions:
                if other.entity is None or other.start >= mention.start:
                    continue
                entity = self.entity(other.entity)
                if self.sentence_of[other.start] != here - back or entity.index in found:
                    continue
                if entity.kind is ActorKind.PERSON and _holds(entity, head):
                    found.append(entity.index)
            if len(found) >= mention.count:
                break
        if len(found) == mention.count:
            return tuple(found)
        return ()

    def _as(self, parties: tuple[int, ...], states: bool) -> tuple[int, ...]:
        if not states:
            return parties
        made: list[int] = []
        for p in parties:
            country = self.entity(p).country
            index = self.state(country) if country else p
            if index not in made:
                made.append(index)
        return tuple(made)

    def _pair(
        self, present: list[int], persons: bool, states: bool, count: int | None
    ) -> tuple[int, ...]:
        pool = [self.entity(i) for i in present]
        people = [e for e in pool if e.kind is ActorKind.PERSON]
        bodies = [e for e in pool if e.kind is not ActorKind.PERSON]
        if persons or not states:
            lands = {e.country or e.index for e in people}
            if len(people) >= 2 and len(lands) >= 2 and (count is None or len(people) >= count):
                limit = count or 2
                if len(people) <= limit or (count is None and len(people) <= 4):
                    return tuple(e.index for e in people)
                return tuple(e.index for e in people[-limit:])
        if states or not persons:
            only = [e for e in bodies if e.kind is ActorKind.STATE]
            if states and len(only) >= 2:
                bodies = only  # "the countries": not the bodies
            own = [
                e for e in bodies if e.kind is ActorKind.STATE or e.kind is ActorKind.GROUP or e.key
            ]
            if len(own) >= 2 and (count is None or len(own) == count or len(own) <= 3):
                limit = count or len(own)
                return tuple(e.index for e in own[:limit])
        return ()


def _holds(entity: Entity, head: str) -> bool:
    """Whether a person holds an office: prime ministers are premiers."""
    held = office_head(entity.office)
    prime = "prime" in fold(entity.office or "").split()
    return held == head or (head == "premier" and held == "minister" and prime)


def build_register(
    doc: Doc, mentions: list[Mention], gazetteer: Gazetteer, reading: Reading
) -> Resolver:
    """Join the mentions of a report to entities; sets `entity` of every mention with a name."""
    sentence_of = [0] * len(doc)
    for number, sent in enumerate(doc.sents):
        for i in range(sent.start, sent.end):
            sentence_of[i] = number
    register = Register(mentions=mentions)
    resolver = Resolver(register, sentence_of, gazetteer=gazetteer)
    resolver.subjects = {
        m.start
        for m in mentions
        if doc[m.head].dep_ in ("nsubj", "nsubjpass")
        and not (
            m.end + 1 < len(doc)
            and doc[m.end].text in (",", "-", "--")
            and doc[m.end + 1].lower_ != "who"
        )
    }
    resolver.body = next(
        (i for i in reading.starts if reading.kind_of(i) not in ("title", "heading")), 0
    )
    named = [m for m in mentions if m.form in (Form.NAME, Form.SURNAME)]
    body = [m for m in named if reading.kind_of(m.start) not in ("title", "heading")]
    title = _trusted_titles([m for m in named if m not in body], body)
    for mention in sorted(
        (m for m in body if m.kind is ActorKind.PERSON and " " in m.name), key=lambda m: m.start
    ):
        _join_person(register, mention, gazetteer)
    for mention in (m for m in title if m.kind is ActorKind.PERSON and " " in m.name):
        _join_person(register, mention, gazetteer)
    for mention in body + title:
        if mention.kind is ActorKind.PERSON and " " not in mention.name:
            _join_person(register, mention, gazetteer)
    for entity in register.entities:
        entity.mentions.sort(key=lambda m: m.start)
    _know(register, gazetteer, reading.published)
    settle_states(doc, resolver, reading)
    for mention in mentions:
        if mention.kind is ActorKind.PERSON or mention.form in (Form.PLURAL, Form.PRONOUN):
            continue
        if mention.kind is ActorKind.STATE and mention.country:
            index = resolver.state(mention.country)
        elif mention.kind in (ActorKind.ORGANISATION, ActorKind.GROUP) and mention.name:
            if mention.form is Form.ROLE and not mention.organisation:
                continue
            index = _body(register, mention)
        else:
            continue
        mention.entity = index
        if mention.form is not Form.ROLE:
            register.entities[index].mentions.append(mention)
    return resolver


def _trusted_titles(title: list[Mention], body: list[Mention]) -> list[Mention]:
    """Mentions of a headline that can be trusted: with an office, or a name of the body.

    Capital letters make the recogniser read "Smith Courts Jones" as one name.
    """
    known = {fold(w) for m in body if m.kind is ActorKind.PERSON for w in m.name.split()}
    names = {fold(m.name) for m in body}
    kept = []
    for m in title:
        words = [fold(w) for w in m.name.split()]
        if (
            m.kind is not ActorKind.PERSON
            or fold(m.name) in names
            or (len(words) == 1 and words[0] in known)
            or (m.office and len(words) <= 4 and not any(w in known for w in words[1:-1]))
        ):
            kept.append(m)
    return kept


def _join_person(register: Register, mention: Mention, gazetteer: Gazetteer) -> None:
    best: Entity | None = None
    for entity in register.entities:
        if entity.kind is not ActorKind.PERSON:
            continue
        if not any(same_person(mention.name, a) for a in (entity.name, *entity.aliases)):
            continue
        if mention.country and entity.country and mention.country != entity.country:
            continue
        if mention.gender and entity.gender and mention.gender != entity.gender:
            continue
        if best is None or _fits_better(mention, entity, best):
            best = entity
    if best is None:
        best = Entity(len(register.entities), ActorKind.PERSON, mention.name)
        register.entities.append(best)
    entity = best
    entity.aliases.add(mention.name)
    if len(mention.name.split()) > len(entity.name.split()) and len(mention.name.split()) <= 5:
        entity.name = mention.name
    entity.country = entity.country or mention.country
    entity.organisation = entity.organisation or mention.organisation
    if mention.office and not entity.office:
        entity.office = mention.office
    entity.gender = entity.gender or mention.gender
    entity.mentions.append(mention)
    mention.entity = entity.index


def _fits_better(mention: Mention, entity: Entity, best: Entity) -> bool:
    """Whether a name alone is rather `entity`: surname before given name, then the nearer."""
    key = fold(mention.name).split()[-1]

    def rank(e: Entity) -> tuple[int, int, int]:
        last = fold(e.name).split()[-1] == key
        office = (
            office_head(mention.office) in {office_head(m.office) for m in e.mentions}
            if mention.office
            else False
        )
        before = [m.start for m in e.mentions if m.start < mention.start]
        return (int(office), int(last), max(before, default=-1))

    return rank(entity) > rank(best)


def _know(register: Register, gazetteer: Gazetteer, published: str | None) -> None:
    """Complete persons from the tables: usual name, state, Wikidata item, gender."""
    year = int(published[:4]) if published and published[:4].isdigit() else None
    for entity in register.entities:
        if entity.kind is not ActorKind.PERSON:
            continue
        names = sorted({entity.name, *entity.aliases})
        titled = any(m.definite for m in entity.mentions) or " " in entity.name
        if not titled and not entity.country:
            titled = len(entity.mentions) > 0
        known = gazetteer.known(names, entity.country, office_head(entity.office), year)
        if known is None:
            continue
        entity.key = known.name
        entity.wikidata = known.wikidata
        # the report's own spelling of a full name stays; a surname alone is completed
        entity.aliases.add(known.name)
        if " " not in entity.name:
            entity.name = known.name
        entity.gender = known.gender or entity.gender
        term = known.term_at(year)
        if term is not None and term.organisation and not term.country:
            entity.organisation = entity.organisation or term.organisation
            entity.country = None
        elif entity.organisation is None or entity.country is not None:
            # the head of a body of many states acts for none of them
            entity.country = entity.country or known.country
        if term is not None and not entity.office:
            entity.office = term.office
    _unite_known(register)


def _unite_known(register: Register) -> None:
    """Two entities that are one known person are one."""
    seen: dict[str, Entity] = {}
    for entity in register.entities:
        if not entity.key or entity.kind is not ActorKind.PERSON:
            continue
        first = seen.setdefault(entity.key, entity)
        if first is not entity:
            for m in entity.mentions:
                m.entity = first.index
                first.mentions.append(m)
            entity.mentions = []
            first.mentions.sort(key=lambda m: m.start)


def _body(register: Register, mention: Mention) -> int:
    key = mention.key or fold(mention.name)
    for entity in register.entities:
        if entity.kind is mention.kind and (entity.key or fold(entity.name)) == key:
            return entity.index
        if (
            entity.kind in (ActorKind.ORGANISATION, ActorKind.GROUP)
            and not mention.key
            and fold(mention.name) in {fold(a) for a in entity.aliases}
        ):
            return entity.index
    entity = Entity(
        len(register.entities),
        mention.kind,
        mention.name,
        mention.country,
        key=mention.key,
        aliases={mention.name},
    )
    register.entities.append(entity)
    return entity.index
