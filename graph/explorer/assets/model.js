// The graph as typed arrays. A node number is an actor (0..nA-1), an event (nA..nA+nE-1) or a
// place (after these). Compressed rows: items of row i are data[at[i]] .. data[at[i+1]-1].
const G = JSON.parse(byId("dg-graph").textContent);
const nA = G.actors.id.length;
const nE = G.events.id.length;
const nP = G.places.id.length;
const nT = G.types.length;
const nS = G.states.code.length;

const isActor = (u) => u < nA;
const isEvent = (u) => u >= nA && u < nA + nE;
const isPlace = (u) => u >= nA + nE;

const ints = (list, none) => Int32Array.from(list, (v) => (v === null ? none : v));
const eType = Uint16Array.from(G.events.type);
const eStatus = Int16Array.from(G.events.status);
const eStart = ints(G.events.start, NONE);
const eEnd = ints(G.events.end, NONE);
const ePlace = Int32Array.from(G.events.place);
const eConf = ints(G.events.conf, -1);
const aKind = Uint8Array.from(G.actors.kind);
const aState = Int16Array.from(G.actors.state);
const pEvent = Int32Array.from(G.parts.event);
const pActor = Int32Array.from(G.parts.actor);
const nParts = pEvent.length;

function rows(count, keys, values) {
  const at = new Int32Array(count + 1);
  for (const k of keys) at[k + 1]++;
  for (let i = 0; i < count; i++) at[i + 1] += at[i];
  const next = at.slice(0, count);
  const data = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) data[next[keys[i]]++] = values ? values[i] : i;
  return { at, data };
}
function rowsOf(lists) {
  const at = new Int32Array(lists.length + 1);
  let total = 0;
  lists.forEach((list, i) => { total += list.length; at[i + 1] = total; });
  return { at, data: Int32Array.from(lists.flat()) };
}
const partsOf = rows(nE, pEvent); // event -> parts
const partsBy = rows(nA, pActor); // actor -> parts
const parties = rowsOf(G.events.party);
const sourcesOf = rowsOf(G.events.source);
const topicsOf = rowsOf(G.events.topic);

/** The actors of an event, each once. */
const cast = (() => {
  const at = new Int32Array(nE + 1);
  const data = [];
  const seen = new Int32Array(nA).fill(-1);
  for (let e = 0; e < nE; e++) {
    for (let i = partsOf.at[e]; i < partsOf.at[e + 1]; i++) {
      const a = pActor[partsOf.data[i]];
      if (seen[a] !== e) { seen[a] = e; data.push(a); }
    }
    at[e + 1] = data.length;
  }
  return { at, data: Int32Array.from(data) };
})();
/** The events of an actor, each once, in file order. */
const eventsBy = (() => {
  const keys = [], values = [];
  for (let e = 0; e < nE; e++) for (let i = cast.at[e]; i < cast.at[e + 1]; i++) { keys.push(cast.data[i]); values.push(e); }
  return rows(nA, keys, values);
})();
const aDegree = new Int32Array(nA);
for (let a = 0; a < nA; a++) aDegree[a] = eventsBy.at[a + 1] - eventsBy.at[a];
/** The events in which a state is a party. */
const eventsOfState = (() => {
  const keys = [], values = [];
  for (let e = 0; e < nE; e++) for (let i = parties.at[e]; i < parties.at[e + 1]; i++) { keys.push(parties.data[i]); values.push(e); }
  return rows(nS, keys, values);
})();
const stateOfActor = new Int16Array(nA).fill(-1);
G.states.actor.forEach((a, s) => { if (a >= 0) stateOfActor[a] = s; });

const KIND = Object.fromEntries(G.kinds.map((k, i) => [k, i]));
const STATUS = Object.fromEntries(G.statuses.map((k, i) => [k, i]));

/** Events in order of time; the undated last. */
const byTime = Int32Array.from({ length: nE }, (_, i) => i);
byTime.sort((a, b) => (eStart[a] === NONE ? 1e9 : eStart[a]) - (eStart[b] === NONE ? 1e9 : eStart[b]) || a - b);
const timeRank = new Int32Array(nE);
byTime.forEach((e, i) => { timeRank[e] = i; });
let dayMin = 0, dayMax = -1;
{
  let lo = Infinity, hi = -Infinity;
  for (let e = 0; e < nE; e++) if (eStart[e] !== NONE) { lo = Math.min(lo, eStart[e]); hi = Math.max(hi, eEnd[e] === NONE ? eStart[e] : eEnd[e]); }
  if (lo <= hi) { dayMin = lo; dayMax = hi; }
}

const typeName = (e) => G.types[eType[e]];
const statusName = (e) => (eStatus[e] < 0 ? "" : G.statuses[eStatus[e]]);
const kindName = (a) => G.kinds[aKind[a]];
const stateName = (s) => (s < 0 ? "" : G.states.label[s]);
const word = (i) => G.words[i];
const of = (column, i) => column[i] || "";
const list = (column, i) => column[i] || [];

function labelOf(u) {
  if (isActor(u)) return G.actors.label[u];
  if (isEvent(u)) return G.events.label[u - nA];
  return G.places.label[u - nA - nE];
}
function idOf(u) {
  if (isActor(u)) return G.actors.id[u];
  if (isEvent(u)) return G.events.id[u - nA];
  return G.places.id[u - nA - nE];
}
let numbers = null;
function byIdent(id) {
  if (!numbers) {
    numbers = new Map();
    for (let u = nA + nE + nP - 1; u >= 0; u--) numbers.set(idOf(u), u);
  }
  return numbers.has(id) ? numbers.get(id) : -1;
}

// --- what is parsed only when somebody asks for it
const parsed = new Map();
function block(id) {
  if (!parsed.has(id)) {
    const node = byId(id);
    parsed.set(id, node ? JSON.parse(node.textContent) : null);
  }
  return parsed.get(id);
}
function accountsOf(e) {
  const size = G.evidence.block;
  const part = block(`dg-evidence-${Math.floor(e / size)}`);
  return part ? part[e % size] : [];
}
const reports = () => block("dg-reports");

// --- colours and shapes: hue by family of type, the same state the same colour everywhere
const FAMILIES = {
  encounter: ["Meeting", "Call", "Visit", "Ceremony"],
  agreement: ["Agreement"],
  helpful: ["Support", "Concession", "Cooperation", "Aid", "Retreat"],
  words: ["Request", "Accusation", "Rejection", "Threat", "Protest"],
  force: ["Sanction", "Mobilization", "Coercion", "Assault"],
  statement: ["Statement"],
};
const FAMILY_NAME = { encounter: "Encounters", agreement: "Agreements", helpful: "Cooperation", words: "Demands and disputes", force: "Pressure and force", statement: "Statements", other: "Other" };
const FAMILY_OF = {};
for (const [family, names] of Object.entries(FAMILIES)) for (const name of names) FAMILY_OF[name] = family;
const SHAPE = { circle: 0, diamond: 1, square: 2, up: 3, down: 4, cross: 5, hex: 6, box: 7, penta: 8, dot: 9 };
const FAMILY_SHAPE = { encounter: SHAPE.diamond, agreement: SHAPE.square, helpful: SHAPE.up, words: SHAPE.down, force: SHAPE.cross, statement: SHAPE.dot, other: SHAPE.diamond };
const TYPE_COLOUR = {
  Meeting: ["#2866c8", "#6ea0f5"], Call: ["#1787a0", "#4fc0d8"], Visit: ["#6350c4", "#a397f2"], Ceremony: ["#9a5cb4", "#cf9be3"],
  Agreement: ["#14784e", "#4cc38d"], Support: ["#4c8a1f", "#8fcf5e"], Concession: ["#7a8a1c", "#bccb58"], Cooperation: ["#2f8a6c", "#6fd0ae"],
  Aid: ["#5a9a72", "#9bd6b0"], Retreat: ["#7d8f4a", "#b9cb84"], Request: ["#a67c00", "#e3bd4d"], Accusation: ["#c76a08", "#f5a14c"],
  Rejection: ["#b4560f", "#ee8f52"], Threat: ["#a84300", "#f0803c"], Protest: ["#9c6b1e", "#d8a85c"], Sanction: ["#b92b2b", "#f07a74"],
  Mobilization: ["#96283f", "#e2788f"], Coercion: ["#a82d68", "#ea7fb1"], Assault: ["#861616", "#e05c5c"], Statement: ["#6b7280", "#a3acba"],
};
const SPARE = [["#2866c8", "#6ea0f5"], ["#c76a08", "#f5a14c"], ["#14784e", "#4cc38d"], ["#b92b2b", "#f07a74"], ["#6350c4", "#a397f2"], ["#1787a0", "#4fc0d8"], ["#a82d68", "#ea7fb1"], ["#7a8a1c", "#bccb58"]];
const family = (t) => FAMILY_OF[G.types[t]] || "other";
const typePair = G.types.map((name, i) => TYPE_COLOUR[name] || SPARE[i % SPARE.length]);
const HUES = { CHN: 8, RUS: 215, USA: 232, FRA: 262, DEU: 42, GBR: 320, IND: 28, JPN: 345, UKR: 52, BRA: 138, IRN: 165, ISR: 198, TUR: 355, SAU: 120, POL: 335, PRK: 15, KOR: 190, EGY: 36, ZAF: 90, CAN: 4, AUS: 150, ITA: 110, ESP: 48, MEX: 130, PAK: 155, SYR: 75, CUB: 205, VEN: 58, AFG: 84, IRQ: 25 };
function hueOf(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619) >>> 0;
  return h % 360;
}
const stateHue = G.states.code.map((c) => (c in HUES ? HUES[c] : hueOf(c)));
const KIND_SHAPE = { person: SHAPE.circle, state: SHAPE.box, organisation: SHAPE.hex, group: SHAPE.penta };
const shapeOfActor = (a) => KIND_SHAPE[kindName(a)] ?? SHAPE.circle;
