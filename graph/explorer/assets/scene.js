// A view as nodes and links in typed arrays. Colours: 0..nT-1 types, nT..nT+nS-1 states, last grey.
const GREY = nT + nS;
const stateColour = (s) => (s < 0 ? GREY : nT + s);
const scenes = {};
let scene = null;

function blank(view, n, m) {
  return {
    view, n, m, fixed: false,
    x: new Float32Array(n), y: new Float32Array(n), r: new Float32Array(n),
    ref: new Int32Array(n), shape: new Uint8Array(n), col: new Uint16Array(n), state: new Uint8Array(n),
    vis: new Uint8Array(n), dim: new Uint8Array(n), rank: null, com: null,
    a: new Int32Array(m), b: new Int32Array(m), bend: new Float32Array(m), lcol: new Uint16Array(m),
    dash: new Uint8Array(m), w: new Float32Array(m), lvis: new Uint8Array(m), ldim: new Uint8Array(m),
    far: new Uint8Array(m), order: null, ghosts: null,
  };
}
// How a status is drawn: 0 filled, 1 hatched (planned), 2 hollow (possible), 3 crossed (cancelled), 4 ringed (ongoing)
const STATUS_LOOK = { occurred: 0, planned: 1, possible: 2, cancelled: 3, ongoing: 4 };
const look = (e) => STATUS_LOOK[statusName(e)] ?? 0;

function setActor(s, i, a, pos) {
  s.x[i] = pos.x[a]; s.y[i] = pos.y[a]; s.r[i] = pos.r[a];
  s.ref[i] = a; s.shape[i] = shapeOfActor(a);
  s.col[i] = aState[a] >= 0 ? stateColour(aState[a]) : G.native ? GREY : SPARE_KIND(a);
}
const SPARE_KIND = (a) => (G.kinds.length > 1 && nT ? aKind[a] % nT : GREY);

/** Rank nodes for labels and lists: actors by events, then events by accounts. */
function rankNodes(s, weight) {
  const order = Int32Array.from({ length: s.n }, (_, i) => i);
  s.rank = order.sort((p, q) => weight(q) - weight(p) || p - q);
}

/** Sort links by how they are stroked, so that each style is one path. */
function styleLinks(s) {
  const key = new Int32Array(s.m);
  for (let l = 0; l < s.m; l++) key[l] = ((s.far[l] * 4096 + s.lcol[l]) * 2 + s.dash[l]) * 8 + Math.min(7, Math.round(s.w[l] * 1.2));
  s.order = Int32Array.from({ length: s.m }, (_, i) => i).sort((p, q) => key[p] - key[q]);
  s.key = key;
}
function markFar(s) {
  // long links, and those of hubs, recede so that the near ones can be read
  let xs = 0;
  const sample = Math.max(1, Math.floor(s.m / 2000));
  const lengths = [];
  for (let l = 0; l < s.m; l += sample) lengths.push(Math.hypot(s.x[s.a[l]] - s.x[s.b[l]], s.y[s.a[l]] - s.y[s.b[l]]));
  lengths.sort((p, q) => p - q);
  xs = s.m > 400 ? Math.max(160, (lengths[Math.floor(lengths.length * 0.5)] || 0) * 1.8) : Infinity;
  for (let l = 0; l < s.m; l++) if (Math.hypot(s.x[s.a[l]] - s.x[s.b[l]], s.y[s.a[l]] - s.y[s.b[l]]) > xs) s.far[l] = 1;
}

function eventsScene() {
  const s = blank("events", nA + nE, nParts);
  const pa = G.pos.actors, pe = G.pos.events;
  for (let a = 0; a < nA; a++) setActor(s, a, a, pa);
  for (let e = 0; e < nE; e++) {
    const i = nA + e;
    s.x[i] = pe.x[e]; s.y[i] = pe.y[e]; s.r[i] = pe.r[e] + Math.min(2, 0.5 * Math.max(0, G.events.accounts[e] - 1));
    s.ref[i] = i; s.col[i] = eType[e]; s.shape[i] = FAMILY_SHAPE[family(eType[e])]; s.state[i] = look(e);
  }
  const nth = new Map();
  for (let p = 0; p < nParts; p++) {
    const e = pEvent[p];
    s.a[p] = pActor[p]; s.b[p] = nA + e; s.lcol[p] = eType[e];
    s.dash[p] = s.state[nA + e] === 1 || s.state[nA + e] === 2 ? 1 : 0; s.w[p] = 1;
    const key = pActor[p] * nE + e, k = nth.get(key) || 0;
    nth.set(key, k + 1);
    s.bend[p] = k ? (k % 2 ? 0.25 : -0.25) * Math.ceil(k / 2) : 0;
  }
  markFar(s);
  styleLinks(s);
  s.com = new Int16Array(s.n).fill(-1);
  for (let a = 0; a < nA; a++) s.com[a] = G.actors.com[a];
  for (let e = 0; e < nE; e++) {
    let c = -2;
    for (let i = cast.at[e]; i < cast.at[e + 1]; i++) { const d = G.actors.com[cast.data[i]]; c = c === -2 || c === d ? d : -1; }
    s.com[nA + e] = c < 0 ? -1 : c;
  }
  rankNodes(s, (i) => (i < nA ? 1e6 + aDegree[i] * (stateOfActor[i] >= 0 ? 1.4 : 1) : G.events.accounts[i - nA] + timeRank[i - nA] / 1e6));
  return s;
}

/** Pairs of entities with one link for each type of event between them. */
function pairLinks(casts, ids) {
  const index = new Map();
  const a = [], b = [], type = [], ev = [], lk = [];
  for (let e = 0; e < nE; e++) {
    const who = [];
    for (let i = casts.at[e]; i < casts.at[e + 1]; i++) { const u = ids ? ids[casts.data[i]] : casts.data[i]; if (u >= 0) who.push(u); }
    if (who.length > 60) who.length = 60;
    for (let i = 0; i < who.length; i++) for (let j = i + 1; j < who.length; j++) {
      const p = Math.min(who[i], who[j]), q = Math.max(who[i], who[j]);
      if (p === q) continue;
      const key = (p * nA + q) * nT + eType[e];
      let l = index.get(key);
      if (l === undefined) { l = a.length; index.set(key, l); a.push(p); b.push(q); type.push(eType[e]); }
      ev.push(e); lk.push(l);
    }
  }
  return { a, b, type, byEvent: rows(nE, ev, Int32Array.from(lk)), byLink: rows(a.length, lk, Int32Array.from(ev)) };
}
function pairsScene(view, casts, ids, pos) {
  const pairs = pairLinks(casts, ids);
  const s = blank(view, nA, pairs.a.length);
  s.pairs = pairs;
  s.count = new Int32Array(s.m);
  s.planned = new Int32Array(s.m);
  for (let a = 0; a < nA; a++) setActor(s, a, a, pos);
  const kinds = new Map();
  for (let l = 0; l < s.m; l++) {
    s.a[l] = pairs.a[l]; s.b[l] = pairs.b[l]; s.lcol[l] = pairs.type[l];
    const key = s.a[l] * nA + s.b[l];
    if (!kinds.has(key)) kinds.set(key, []);
    kinds.get(key).push(l);
  }
  for (const links of kinds.values()) {
    links.sort((p, q) => pairs.type[p] - pairs.type[q]);
    const step = Math.min(0.13, 0.7 / links.length);
    links.forEach((l, i) => { s.bend[l] = (i - (links.length - 1) / 2) * step; });
  }
  s.kinds = kinds;
  s.com = view === "actors" ? Int16Array.from(G.actors.com) : null;
  markFar(s);
  rankNodes(s, (i) => (view === "states" ? (stateOfActor[i] < 0 ? -1 : eventsOfState.at[stateOfActor[i] + 1] - eventsOfState.at[stateOfActor[i]]) : aDegree[i]));
  return s;
}

/** One person's year: months across, a lane for each counterpart, events where both meet. */
function yearScene() {
  const who = S.person, year = S.year;
  const first = yearDay(year), last = yearDay(year + 1) - 1;
  const WIDTH = 1100, px = WIDTH / (last - first + 1);
  const events = [];
  if (who >= 0) for (let i = eventsBy.at[who]; i < eventsBy.at[who + 1]; i++) { const e = eventsBy.data[i]; if (eShown[e] && inTime(e, first, last)) events.push(e); }
  events.sort((a, b) => timeRank[a] - timeRank[b]);
  const times = new Map();
  for (const e of events) for (let i = cast.at[e]; i < cast.at[e + 1]; i++) { const a = cast.data[i]; if (a !== who && aShown[a]) times.set(a, (times.get(a) || 0) + 1); }
  const ranked = [...times.keys()].sort((a, b) => times.get(b) - times.get(a) || a - b).slice(0, 40);
  const LANE = clamp(430 / (ranked.length + 1), 30, 52);
  const lane = new Map(ranked.map((a, i) => [a, i + 1]));
  if (who >= 0) lane.set(who, 0);
  const nodes = [], links = [];
  const node = (ref, x, y, r, extra) => nodes.push({ ref, x, y, r, ...extra }) - 1;
  for (const [a, i] of lane) node(a, -34, i * LANE, a === who ? 13 : 10, { actor: true });
  const taken = new Set();
  for (const e of events) {
    const lo = Math.max(eStart[e], first), hi = Math.min(eEnd[e] === NONE ? eStart[e] : eEnd[e], last);
    const x0 = (lo - first) * px, x1 = (hi - first + 1) * px;
    let x = (x0 + x1) / 2;
    const rowsAt = [];
    for (let i = cast.at[e]; i < cast.at[e + 1]; i++) if (lane.has(cast.data[i]) && cast.data[i] !== who) rowsAt.push(lane.get(cast.data[i]));
    rowsAt.sort((p, q) => p - q);
    const home = rowsAt[0] ?? 0;
    while (taken.has(`${Math.round(x / 8)},${home}`) && x < WIDTH) x += 8;
    taken.add(`${Math.round(x / 8)},${home}`);
    const at = node(nA + e, x, home * LANE, 6, { event: e });
    if (hi - lo > 1) {
      const l = node(nA + e, x0, home * LANE, 0, { ghost: 1 }), h = node(nA + e, x1, home * LANE, 0, { ghost: 1 });
      links.push({ a: l, b: h, e, w: 5 });
    }
    let before = at;
    if (home !== 0) { const top = node(nA + e, x, 0, 3, { dot: e }); links.push({ a: top, b: at, e, w: 1 }); }
    for (const r of rowsAt.slice(1)) { const dot = node(nA + e, x, r * LANE, 3.2, { dot: e }); links.push({ a: before, b: dot, e, w: 1 }); before = dot; }
  }
  const s = blank("year", nodes.length, links.length);
  nodes.forEach((n, i) => {
    s.x[i] = n.x; s.y[i] = n.y; s.r[i] = n.r; s.ref[i] = n.ref; s.vis[i] = 1;
    if (n.actor) { s.shape[i] = shapeOfActor(n.ref); s.col[i] = stateColour(aState[n.ref]); }
    else {
      const e = n.ref - nA;
      s.col[i] = eType[e]; s.shape[i] = n.event !== undefined ? FAMILY_SHAPE[family(eType[e])] : SHAPE.dot;
      s.state[i] = n.event !== undefined ? look(e) : 0;
      if (n.ghost) s.vis[i] = 0;
    }
  });
  links.forEach((l, i) => { s.a[i] = l.a; s.b[i] = l.b; s.lcol[i] = eType[l.e]; s.w[i] = l.w; s.dash[i] = look(l.e) === 1 || look(l.e) === 2 ? 1 : 0; s.lvis[i] = 1; });
  s.lanes = { count: lane.size, height: LANE, width: WIDTH, first, days: last - first + 1, hidden: Math.max(0, times.size - 40), events: events.length };
  s.box = [-250, -50, WIDTH + 30, Math.max(6, lane.size) * LANE + 6];
  styleLinks(s);
  rankNodes(s, (i) => (nodes[i].actor ? 1000 - i : nodes[i].event !== undefined ? 10 : -1));
  return s;
}
function prepareYear() {
  if (S.person < 0) {
    let best = -1;
    for (const u of S.sel) if (isActor(u) && S.person < 0) S.person = u;
    if (S.person < 0) { for (let a = 0; a < nA; a++) if (kindName(a) === "person" && (best < 0 || aDegree[a] > aDegree[best])) best = a; S.person = best < 0 && nA ? 0 : best; }
  }
  if (S.year === null) {
    const per = new Map();
    if (S.person >= 0) for (let i = eventsBy.at[S.person]; i < eventsBy.at[S.person + 1]; i++) { const e = eventsBy.data[i]; if (eStart[e] !== NONE) { const y = yearOf(eStart[e]); per.set(y, (per.get(y) || 0) + 1); } }
    S.year = [...per].sort((p, q) => q[1] - p[1] || q[0] - p[0])[0]?.[0] ?? yearOf(dayMax >= dayMin ? dayMax : 0);
  }
}

/** The scene of the current view, built at first use; its visibility follows the filters. */
function refreshScene() {
  const v = S.view;
  if (v === "year") { prepareYear(); scene = yearScene(); dimScene(); return; }
  if (v === "map") { scene = mapScene(); dimScene(); return; }
  if (!scenes[v]) {
    scenes[v] = v === "events" ? eventsScene() : v === "actors" ? pairsScene("actors", cast, null, G.pos.pairs) : pairsScene("states", parties, G.states.actor, G.pos.states);
  }
  scene = scenes[v];
  if (v === "events") {
    scene.vis.set(aShown, 0);
    scene.vis.set(eShown, nA);
    for (let p = 0; p < nParts; p++) scene.lvis[p] = aShown[pActor[p]] & eShown[pEvent[p]];
  } else countPairs(scene);
  scene.groups = null;
  dimScene();
}
function countPairs(s) {
  const { at, data } = s.pairs.byEvent;
  s.count.fill(0);
  s.planned.fill(0);
  for (let e = 0; e < nE; e++) {
    if (!eShown[e]) continue;
    const p = look(e) === 1 || look(e) === 2 ? 1 : 0;
    for (let i = at[e]; i < at[e + 1]; i++) { s.count[data[i]]++; s.planned[data[i]] += p; }
  }
  if (s.view === "states") {
    s.vis.fill(0);
    for (let e = 0; e < nE; e++) if (eShown[e]) for (let i = parties.at[e]; i < parties.at[e + 1]; i++) { const a = G.states.actor[parties.data[i]]; if (a >= 0) s.vis[a] = 1; }
  } else s.vis.set(aShown);
  for (let l = 0; l < s.m; l++) {
    s.lvis[l] = s.count[l] > 0 && s.vis[s.a[l]] && s.vis[s.b[l]] ? 1 : 0;
    s.dash[l] = s.count[l] > 0 && s.planned[l] === s.count[l] ? 1 : 0;
    s.w[l] = Math.min(6.2, 0.9 * Math.sqrt(s.count[l]));
  }
  styleLinks(s);
}

/** What is selected stands out: all else that does not touch it is dimmed. */
function dimScene() {
  const s = scene;
  s.shown = 0;
  for (let i = 0; i < s.n; i++) s.shown += s.vis[i];
  s.dim.fill(0);
  s.ldim.fill(0);
  s.marked = false;
  const chosen = S.pair && s.pairs ? S.pair : S.sel;
  if (!chosen.length) return;
  const inside = new Uint8Array(s.n), near = new Uint8Array(s.n);
  let any = false;
  const refs = new Set(chosen);
  for (let i = 0; i < s.n; i++) if (s.vis[i] && refs.has(s.ref[i])) { inside[i] = near[i] = 1; any = true; }
  if (!any || s.view === "map") return;
  s.marked = true;
  const both = S.pair && s.pairs;
  if (s.view === "events") {
    // neighbours: events of an actor, and their other actors, fainter links
    const events = new Set();
    for (const u of chosen) { if (isEvent(u)) events.add(u - nA); else if (isActor(u)) for (let i = eventsBy.at[u]; i < eventsBy.at[u + 1]; i++) events.add(eventsBy.data[i]); }
    for (const e of events) { near[nA + e] = 1; for (let i = cast.at[e]; i < cast.at[e + 1]; i++) near[cast.data[i]] = 1; }
    for (let l = 0; l < s.m; l++) s.ldim[l] = near[s.b[l]] ? 0 : 1;
  } else if (s.view === "year") {
    const keep = new Set(chosen);
    for (const u of chosen) if (isEvent(u)) for (let i = cast.at[u - nA]; i < cast.at[u - nA + 1]; i++) keep.add(cast.data[i]);
    for (const u of chosen) if (isActor(u)) for (let i = eventsBy.at[u]; i < eventsBy.at[u + 1]; i++) keep.add(nA + eventsBy.data[i]);
    keep.add(S.person);
    for (let i = 0; i < s.n; i++) near[i] = keep.has(s.ref[i]) ? 1 : 0;
    for (let l = 0; l < s.m; l++) s.ldim[l] = near[s.a[l]] && near[s.b[l]] ? 0 : 1;
  } else {
    for (let l = 0; l < s.m; l++) {
      if (!s.lvis[l]) continue;
      const hit = both ? inside[s.a[l]] && inside[s.b[l]] : inside[s.a[l]] || inside[s.b[l]];
      if (hit) near[s.a[l]] = near[s.b[l]] = 1;
      else s.ldim[l] = 1;
    }
  }
  for (let i = 0; i < s.n; i++) s.dim[i] = near[i] ? 0 : 1;
}

/** Communities of what is visible: centre, reach, size; and how much lies between each pair. */
function groupsOf(s) {
  if (s.groups) return s.groups;
  const n = G.coms;
  const sx = new Float64Array(n), sy = new Float64Array(n), c = new Int32Array(n), actors = new Int32Array(n);
  for (let i = 0; i < s.n; i++) if (s.vis[i] && s.com[i] >= 0) { const g = s.com[i]; sx[g] += s.x[i]; sy[g] += s.y[i]; c[g]++; if (i < nA) actors[g]++; }
  const spread = new Float64Array(n);
  for (let i = 0; i < s.n; i++) if (s.vis[i] && s.com[i] >= 0) { const g = s.com[i]; spread[g] += (s.x[i] - sx[g] / c[g]) ** 2 + (s.y[i] - sy[g] / c[g]) ** 2; }
  const list = [];
  const hue = new Float64Array(n);
  // named by the two that are busiest of what is shown, states first among equals
  const best = Array.from({ length: n }, () => [-1, -1]);
  const worth = (a) => (a < 0 ? -1 : aCount[a] * (stateOfActor[a] >= 0 ? 2 : 1));
  for (let a = 0; a < nA; a++) {
    const g = G.actors.com[a];
    if (g < 0 || !aShown[a]) continue;
    if (worth(a) > worth(best[g][0])) best[g] = [a, best[g][0]];
    else if (worth(a) > worth(best[g][1])) best[g][1] = a;
  }
  const nameOf = (g) => best[g].filter((a) => a >= 0).map((a) => clip(labelOf(a), 26)).join(", ") + (actors[g] > 2 ? ` +${num(actors[g] - 2)}` : "");
  for (let g = 0; g < n; g++) {
    hue[g] = (g * 137.508) % 360;
    if (c[g]) list.push({ g, x: sx[g] / c[g], y: sy[g] / c[g], r: Math.sqrt(spread[g] / c[g]) * 1.5 + 12, size: actors[g], nodes: c[g], hue: hue[g], name: nameOf(g) });
  }
  list.sort((p, q) => q.nodes - p.nodes);
  const between = new Map();
  for (let e = 0; e < nE; e++) {
    if (!eShown[e]) continue;
    const seen = new Set();
    for (let i = cast.at[e]; i < cast.at[e + 1]; i++) if (aShown[cast.data[i]]) seen.add(G.actors.com[cast.data[i]]);
    if (seen.size < 2 || seen.size > 12) continue;
    const gs = [...seen].filter((g) => g >= 0).sort((p, q) => p - q);
    for (let i = 0; i < gs.length; i++) for (let j = i + 1; j < gs.length; j++) { const k = gs[i] * n + gs[j]; between.set(k, (between.get(k) || 0) + 1); }
  }
  const at = new Map(list.map((g) => [g.g, g]));
  const pairs = [...between].map(([k, v]) => ({ a: at.get(Math.floor(k / n)), b: at.get(k % n), count: v })).filter((p) => p.a && p.b).sort((p, q) => q.count - p.count).slice(0, 400);
  s.groups = { list, pairs };
  return s.groups;
}
