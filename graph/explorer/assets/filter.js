// Filters with linked counts. Every event carries the set of filters that it fails, as bits;
// a filter's own counts look at the events that fail nothing else.
const BIT = { type: 1, status: 2, kind: 4, state: 8, source: 16, topic: 32, conf: 64, time: 128 };
const fails = new Uint8Array(nE);
const eShown = new Uint8Array(nE);
const aShown = new Uint8Array(nA);
const aCount = new Int32Array(nA); // visible events of each actor
const counts = Object.fromEntries(FACETS.map((f) => [f, new Int32Array(facetItems[f].length)]));
let shownEvents = 0, shownActors = 0;

function anyOf(set, table, e) {
  for (let i = table.at[e]; i < table.at[e + 1]; i++) if (set.has(table.data[i])) return true;
  return false;
}
function kindOf(set, e) {
  for (let i = cast.at[e]; i < cast.at[e + 1]; i++) if (set.has(aKind[cast.data[i]])) return true;
  return false;
}
function inTime(e, from, to) {
  if (eStart[e] === NONE) return false;
  const end = eEnd[e] === NONE ? eStart[e] : eEnd[e];
  return (to === null || eStart[e] <= to) && (from === null || end >= from);
}

function runFilters() {
  const { pick, conf, from, to } = S;
  const on = {};
  for (const f of FACETS) on[f] = pick[f].size > 0;
  const timed = from !== null || to !== null;
  for (let e = 0; e < nE; e++) {
    let bits = 0;
    if (on.type && !pick.type.has(eType[e])) bits |= 1;
    if (on.status && !pick.status.has(eStatus[e])) bits |= 2;
    if (on.kind && !kindOf(pick.kind, e)) bits |= 4;
    if (on.state && !anyOf(pick.state, parties, e)) bits |= 8;
    if (on.source && !anyOf(pick.source, sourcesOf, e)) bits |= 16;
    if (on.topic && !anyOf(pick.topic, topicsOf, e)) bits |= 32;
    if (conf && eConf[e] >= 0 && eConf[e] < conf) bits |= 64;
    if (timed && !inTime(e, from, to)) bits |= 128;
    fails[e] = bits;
    eShown[e] = bits === 0 ? 1 : 0;
  }
  countFacets();
  countActors();
  maskFocus();
  maskPath();
  shownEvents = 0;
  for (let e = 0; e < nE; e++) shownEvents += eShown[e];
  shownActors = 0;
  for (let a = 0; a < nA; a++) shownActors += aShown[a];
}

function countFacets() {
  for (const f of FACETS) counts[f].fill(0);
  const seen = new Int32Array(G.kinds.length).fill(-1);
  for (let e = 0; e < nE; e++) {
    const bits = fails[e];
    if (bits && bits & (bits - 1)) continue; // fails two or more: counts nowhere
    if ((bits & ~1) === 0) counts.type[eType[e]]++;
    if ((bits & ~2) === 0 && eStatus[e] >= 0) counts.status[eStatus[e]]++;
    if ((bits & ~4) === 0) for (let i = cast.at[e]; i < cast.at[e + 1]; i++) { const k = aKind[cast.data[i]]; if (seen[k] !== e) { seen[k] = e; counts.kind[k]++; } }
    if ((bits & ~8) === 0) for (let i = parties.at[e]; i < parties.at[e + 1]; i++) counts.state[parties.data[i]]++;
    if ((bits & ~16) === 0) for (let i = sourcesOf.at[e]; i < sourcesOf.at[e + 1]; i++) counts.source[sourcesOf.data[i]]++;
    if ((bits & ~32) === 0) for (let i = topicsOf.at[e]; i < topicsOf.at[e + 1]; i++) counts.topic[topicsOf.data[i]]++;
  }
}

function countActors() {
  aCount.fill(0);
  for (let e = 0; e < nE; e++) if (eShown[e]) for (let i = cast.at[e]; i < cast.at[e + 1]; i++) aCount[cast.data[i]]++;
  const kinds = S.pick.kind, any = kinds.size > 0;
  for (let a = 0; a < nA; a++) aShown[a] = aCount[a] >= S.degree && (!any || kinds.has(aKind[a])) ? 1 : 0;
  if (!G.native && S.degree <= 1 && !any) for (let a = 0; a < nA; a++) if (!aDegree[a]) aShown[a] = 1;
  if (S.degree > 1 || any) {
    for (let e = 0; e < nE; e++) {
      if (!eShown[e]) continue;
      let some = false;
      for (let i = cast.at[e]; i < cast.at[e + 1] && !some; i++) some = aShown[cast.data[i]] === 1;
      if (!some) eShown[e] = 0;
    }
  }
}

/** Keep what lies within some steps of the focus; one step of an actor is its events and their actors. */
function maskFocus() {
  if (!S.focus.length) return;
  const a1 = new Uint8Array(nA), e1 = new Uint8Array(nE);
  let edge = [];
  for (const u of S.focus) {
    if (isActor(u)) { a1[u] = 1; edge.push(u); }
    else {
      e1[u - nA] = 1;
      for (let i = cast.at[u - nA]; i < cast.at[u - nA + 1]; i++) { a1[cast.data[i]] = 1; if (S.hops > 1) edge.push(cast.data[i]); }
    }
  }
  const steps = S.focus.some(isActor) ? S.hops : S.hops - 1;
  for (let hop = 0; hop < steps; hop++) {
    const next = [];
    for (const a of edge) {
      for (let i = eventsBy.at[a]; i < eventsBy.at[a + 1]; i++) {
        const e = eventsBy.data[i];
        if (!eShown[e] || e1[e]) continue;
        e1[e] = 1;
        for (let j = cast.at[e]; j < cast.at[e + 1]; j++) { const b = cast.data[j]; if (!a1[b] && aShown[b]) { a1[b] = 1; next.push(b); } }
      }
    }
    edge = next;
  }
  if (S.hops === 0 || S.focus.length > 1) {
    // several chosen: also what they have in common
    for (let e = 0; e < nE; e++) {
      if (!eShown[e] || e1[e]) continue;
      let n = 0;
      for (let i = cast.at[e]; i < cast.at[e + 1]; i++) n += a1[cast.data[i]];
      if (n > 1) e1[e] = 1;
    }
  }
  for (let e = 0; e < nE; e++) if (!e1[e]) eShown[e] = 0;
  for (let a = 0; a < nA; a++) aShown[a] = a1[a] && (aShown[a] || S.focus.includes(a)) ? 1 : 0;
}

// --- shortest path between two actors over visible events
let chain = null; // actors of the path, in order, or null
function findPath(from, to) {
  const before = new Int32Array(nA).fill(-2);
  before[from] = -1;
  let edge = [from];
  const done = new Uint8Array(nE);
  while (edge.length && before[to] === -2) {
    const next = [];
    for (const a of edge) {
      for (let i = eventsBy.at[a]; i < eventsBy.at[a + 1]; i++) {
        const e = eventsBy.data[i];
        if (!eShown[e] || done[e]) continue;
        done[e] = 1;
        for (let j = cast.at[e]; j < cast.at[e + 1]; j++) { const b = cast.data[j]; if (before[b] === -2 && (aShown[b] || b === to)) { before[b] = a; next.push(b); } }
      }
    }
    edge = next;
  }
  if (before[to] === -2) return null;
  const found = [];
  for (let a = to; a >= 0; a = before[a]) found.push(a);
  return found.reverse();
}
function together(a, b) {
  const out = [];
  for (let i = eventsBy.at[a]; i < eventsBy.at[a + 1]; i++) {
    const e = eventsBy.data[i];
    for (let j = cast.at[e]; j < cast.at[e + 1]; j++) if (cast.data[j] === b) { out.push(e); break; }
  }
  return out;
}
function maskPath() {
  chain = null;
  if (!S.path) return;
  chain = findPath(S.path[0], S.path[1]);
  const a1 = new Uint8Array(nA), e1 = new Uint8Array(nE);
  for (const a of chain || S.path) a1[a] = 1;
  for (let i = 0; chain && i + 1 < chain.length; i++) for (const e of together(chain[i], chain[i + 1])) e1[e] = 1;
  for (let e = 0; e < nE; e++) if (!e1[e]) eShown[e] = 0;
  for (let a = 0; a < nA; a++) aShown[a] = a1[a];
}
