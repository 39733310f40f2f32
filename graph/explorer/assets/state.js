// What the person sees, as one object; the URL hash holds all of it.
const VIEWS = G.native ? ["events", "actors", "states", "year", "map"] : ["actors", "events"];
const VIEW_NAME = { events: G.native ? "Events" : "Nodes & relations", actors: G.native ? "Actors" : "Network", states: "States", year: "A year", map: "Map" };
const FACETS = ["type", "status", "kind", "state", "source", "topic"];
const S = fresh();

function fresh() {
  return {
    view: VIEWS[0],
    pick: { type: new Set(), status: new Set(), kind: new Set(), state: new Set(), source: new Set(), topic: new Set() },
    conf: 0, degree: 1, from: null, to: null,
    sel: [], pair: null, focus: [], hops: 1, path: null,
    person: -1, year: null, table: false, cam: null,
  };
}

const facetItems = { type: G.types, status: G.statuses, kind: G.kinds, state: G.states.code, source: G.sources, topic: G.topics };
const esc = (s) => encodeURIComponent(s).replace(/%2F/gi, "/").replace(/%20/g, "+").replace(/!/g, "%21");
const many = (items) => items.map(esc).join("!");
const unmany = (s) => s.split("!").map((v) => { try { return decodeURIComponent(v.replace(/\+/g, " ")); } catch { return ""; } });

function toHash() {
  const out = [["v", S.view]];
  for (const f of FACETS) if (S.pick[f].size) out.push([f, many([...S.pick[f]].map((i) => facetItems[f][i]))]);
  if (S.conf) out.push(["conf", S.conf]);
  if (S.degree !== 1) out.push(["deg", S.degree]);
  if (S.from !== null) out.push(["from", iso(S.from)]);
  if (S.to !== null) out.push(["to", iso(S.to)]);
  if (S.sel.length) out.push(["sel", many(S.sel.map(idOf))]);
  if (S.pair) out.push(["pair", many(S.pair.map(idOf))]);
  if (S.focus.length) out.push(["focus", many(S.focus.map(idOf))], ["hops", S.hops]);
  if (S.path) out.push(["path", many(S.path.map(idOf))]);
  if (S.view === "year" && S.person >= 0) out.push(["who", esc(idOf(S.person))], ["year", S.year ?? ""]);
  if (S.table) out.push(["table", 1]);
  if (S.cam) out.push(["cam", [S.cam.x.toFixed(1), S.cam.y.toFixed(1), S.cam.k.toPrecision(4)].join(",")]);
  return "#" + out.map(([k, v]) => `${k}=${v}`).join("&");
}

function fromHash(hash) {
  const next = fresh();
  const nodes = (v) => unmany(v).map(byIdent).filter((u) => u >= 0);
  for (const pair of hash.replace(/^#/, "").split("&")) {
    const cut = pair.indexOf("=");
    if (cut < 0) continue;
    const key = pair.slice(0, cut), value = pair.slice(cut + 1);
    if (key === "v" && VIEWS.includes(value)) next.view = value;
    else if (FACETS.includes(key)) for (const item of unmany(value)) { const i = facetItems[key].indexOf(item); if (i >= 0) next.pick[key].add(i); }
    else if (key === "conf") next.conf = clamp(+value || 0, 0, 100);
    else if (key === "deg") next.degree = clamp(Math.round(+value) || 1, 1, 9999);
    else if (key === "from") next.from = fromIso(value);
    else if (key === "to") next.to = fromIso(value, true);
    else if (key === "sel") next.sel = nodes(value);
    else if (key === "pair") { const p = nodes(value).filter(isActor); if (p.length === 2) next.pair = p; }
    else if (key === "focus") next.focus = nodes(value).filter((u) => !isPlace(u));
    else if (key === "hops") next.hops = clamp(+value || 1, 0, 9);
    else if (key === "path") { const p = nodes(value).filter(isActor); if (p.length === 2) next.path = p; }
    else if (key === "who") { const u = nodes(value)[0]; if (u !== undefined && isActor(u)) next.person = u; }
    else if (key === "year" && /^-?\d{1,5}$/.test(value)) next.year = +value;
    else if (key === "table") next.table = true;
    else if (key === "cam") {
      const [x, y, k] = value.split(",").map(Number);
      if ([x, y, k].every(Number.isFinite) && k > 0) next.cam = { x, y, k };
    }
  }
  Object.assign(S, next);
}

// --- back and forward: the browser's own history where it may be written, else a list here
const trail = { at: 0, top: 0, list: [], own: false };
function writeHash(push) {
  const hash = toHash();
  if (push) { trail.at++; trail.top = trail.at; trail.list.length = trail.at; }
  trail.list[trail.at] = hash;
  try {
    if (push) history.pushState({ at: trail.at }, "", hash);
    else history.replaceState({ at: trail.at }, "", hash);
  } catch { trail.own = true; }
  trailButtons();
}
function trailButtons() {
  byId("back").disabled = trail.at <= 0;
  byId("forward").disabled = trail.at >= trail.top;
}
function travel(step) {
  const to = trail.at + step;
  if (to < 0 || to > trail.top) return;
  if (!trail.own) { history.go(step); return; }
  trail.at = to;
  fromHash(trail.list[to] || "");
  applyAll();
  trailButtons();
}
addEventListener("popstate", (event) => {
  if (event.state && Number.isInteger(event.state.at)) trail.at = event.state.at;
  trail.top = Math.max(trail.top, trail.at);
  fromHash(location.hash);
  applyAll();
  trailButtons();
});

/** Change the state, then show it; `push` makes it a step that Back undoes. */
function change(patch, push = true) {
  Object.assign(S, patch);
  applyAll();
  writeHash(push);
}
