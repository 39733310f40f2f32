// The panel: what is known of an event, an actor, a pair, a place, a path, a selection.
const SVGNS = "http://www.w3.org/2000/svg";
function svg(tag, attrs, ...kids) {
  const node = doc.createElementNS(SVGNS, tag);
  for (const [k, v] of Object.entries(attrs)) node.setAttribute(k, v);
  node.append(...kids);
  return node;
}
/** A glyph as on the stage. */
function glyph(shape, colour, state, isType) {
  const pen = new PathPen();
  addShape(pen, shape, 8, 8, shape === SHAPE.dot ? 4 : 5.5);
  const filled = state === 0 || state === 4;
  const out = svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true", class: "glyph" },
    svg("path", { d: pen.d, fill: filled ? colour.fill : "none", stroke: colour.stroke, "stroke-width": state || !isType ? 1.4 : 0, "stroke-dasharray": state === 2 ? "2 2" : "none" }));
  if (state === 1) { const p = new PathPen(); addHatch(p, 8, 8, 5.5); out.append(svg("path", { d: p.d, stroke: colour.stroke, "stroke-width": 1 })); }
  if (state === 3) out.append(svg("path", { d: "M2 14L14 2", stroke: colour.stroke, "stroke-width": 1.4 }));
  if (state === 4) out.append(svg("circle", { cx: 8, cy: 8, r: 7.2, fill: "none", stroke: colour.stroke, "stroke-width": 1.2 }));
  return out;
}
const swatch = (t, state) => glyph(FAMILY_SHAPE[family(t)], COL[t], state, true);
function mark(u) {
  if (isEvent(u)) return swatch(eType[u - nA], look(u - nA));
  if (isActor(u)) return glyph(shapeOfActor(u), COL[aState[u] >= 0 ? stateColour(aState[u]) : G.native ? GREY : SPARE_KIND(u)], 0, false);
  return glyph(SHAPE.dot, COL[GREY], 2, false);
}

const partNames = (e) => { const out = []; for (let i = partsOf.at[e]; i < partsOf.at[e + 1]; i++) out.push(labelOf(pActor[partsOf.data[i]])); return out; };
/** Events of an actor (of a state: all in which it is a party) that the filters leave. */
function visibleOf(u, all) {
  const st = stateOfActor[u];
  const out = new Set();
  for (let i = eventsBy.at[u]; i < eventsBy.at[u + 1]; i++) if (all || eShown[eventsBy.data[i]]) out.add(eventsBy.data[i]);
  if (st >= 0) for (let i = eventsOfState.at[st]; i < eventsOfState.at[st + 1]; i++) if (all || eShown[eventsOfState.data[i]]) out.add(eventsOfState.data[i]);
  return [...out].sort((a, b) => timeRank[b] - timeRank[a]);
}
const eventsAt = (p, all) => { const out = []; for (let e = 0; e < nE; e++) if (ePlace[e] === p && (all || eShown[e])) out.push(e); return out.sort((a, b) => timeRank[b] - timeRank[a]); };
/** Who an actor meets, most often first; for a state in its own view: states. */
function counterparts(u, visible) {
  const tally = new Map();
  const st = stateOfActor[u], byState = st >= 0 && (S.view === "states" || S.view === "map" || aDegree[u] === 0);
  for (const e of visibleOf(u, !visible)) {
    if (byState) { for (let i = parties.at[e]; i < parties.at[e + 1]; i++) { const a = G.states.actor[parties.data[i]]; if (a >= 0 && a !== u) tally.set(a, (tally.get(a) || 0) + 1); } }
    else for (let i = cast.at[e]; i < cast.at[e + 1]; i++) { const a = cast.data[i]; if (a !== u) tally.set(a, (tally.get(a) || 0) + 1); }
  }
  return [...tally].sort((p, q) => q[1] - p[1] || p[0] - q[0]);
}
function pairEvents(a, b) {
  const sa = stateOfActor[a], sb = stateOfActor[b];
  const asStates = S.view === "states" && sa >= 0 && sb >= 0;
  const other = new Set(asStates ? visibleOf(b) : together(b, a));
  const mine = asStates ? visibleOf(a) : together(a, b);
  return mine.filter((e) => eShown[e] && other.has(e)).sort((p, q) => timeRank[q] - timeRank[p]);
}

// --- small parts
const button = (text, run, attrs) => el("button", { type: "button", class: "btn", text, on: { click: run }, ...attrs });
const linkTo = (u, text) => el("button", { type: "button", class: "link", dir: "auto", text: text || clip(labelOf(u), 160), on: { click: () => visit(u) } });
const section = (title, ...kids) => el("section", null, el("h3", { text: title }), ...kids);
function fact(name, ...value) { return value.length && value[0] ? [el("dt", { text: name }), el("dd", null, ...value)] : []; }
function more(items, row, size = 40) {
  const box = el("ul", { class: "rows" });
  let at = 0;
  const next = el("button", { type: "button", class: "btn quiet", on: { click: () => { add(); if (at < items.length) next.focus(); } } });
  const add = () => {
    for (const item of items.slice(at, at + size)) box.append(row(item));
    at += size;
    next.hidden = at >= items.length;
    next.textContent = `Show ${num(Math.min(size, items.length - at))} more of ${num(items.length)}`;
  };
  add();
  return el("div", null, box, next);
}
function eventRow(e) {
  return el("li", null, el("button", { type: "button", class: "event-row", on: { click: () => visit(nA + e) } },
    swatch(eType[e], look(e)),
    el("span", { class: "er-main" },
      el("span", { class: "er-title", dir: "auto", text: clip(labelOf(nA + e), 140) }),
      el("span", { class: "er-note", text: [human(G.events.date[e]), statusName(e) === "occurred" ? "" : statusName(e)].filter(Boolean).join(" · ") }))));
}
function bar(u, count, top, run) {
  const fill = svg("svg", { class: "bar", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 4" }, svg("rect", { width: (100 * count) / top, height: 4, rx: 1 }));
  return el("li", null, el("button", { type: "button", class: "bar-row", on: { click: run } }, mark(u), el("span", { class: "bar-name", dir: "auto", text: clip(labelOf(u), 60) }), fill, el("span", { class: "bar-count", text: num(count) })));
}
function confidence(percent) {
  if (percent < 0) return null;
  const words = percent >= 90 ? "very sure" : percent >= 75 ? "sure" : percent >= 50 ? "fairly sure" : "unsure";
  return el("span", { class: "conf" }, svg("svg", { viewBox: "0 0 60 6", width: 60, height: 6, "aria-hidden": "true", class: "conf-bar" }, svg("rect", { class: "conf-back", width: 60, height: 6, rx: 3 }), svg("rect", { class: "conf-fill", width: 0.6 * percent, height: 6, rx: 3 })), ` ${percent} %, ${words}`);
}
/** A sentence with every place where a phrase stands marked. */
function highlighted(text, phrases) {
  const out = el("q", { class: "sentence", dir: "auto" });
  const wanted = phrases.filter(Boolean).map((p) => p.slice(0, 200).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((a, b) => b.length - a.length);
  let rest = 0;
  const body = text.slice(0, 6000);
  if (wanted.length) {
    const re = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join("|")})(?![\\p{L}\\p{N}])`, "giu");
    for (const m of body.matchAll(re)) {
      out.append(body.slice(rest, m.index), el("mark", { text: m[0] }));
      rest = m.index + m[0].length;
    }
  }
  out.append(body.slice(rest) + (text.length > 6000 ? "…" : ""));
  return out;
}
/** Bars by year (or month) of some events; a click sets the window. */
function sparkline(events) {
  const dated = events.filter((e) => eStart[e] !== NONE);
  if (dated.length < 2) return null;
  let lo = Infinity, hi = -Infinity;
  for (const e of dated) { lo = Math.min(lo, eStart[e]); hi = Math.max(hi, eStart[e]); }
  const byMonth = hi - lo < 900;
  const keyOf = (day) => { const d = new Date(day * DAY); return byMonth ? d.getUTCFullYear() * 12 + d.getUTCMonth() : d.getUTCFullYear(); };
  const k0 = keyOf(lo), n = keyOf(hi) - k0 + 1;
  if (n < 2 || n > 400) return null;
  const tally = new Int32Array(n);
  for (const e of dated) tally[keyOf(eStart[e]) - k0]++;
  const top = Math.max(...tally), w = 300 / n;
  const name = (i) => (byMonth ? `${MON[(k0 + i) % 12]} ${Math.floor((k0 + i) / 12)}` : String(k0 + i));
  const pic = svg("svg", { viewBox: "0 0 300 46", class: "spark", role: "img", "aria-label": `Events by ${byMonth ? "month" : "year"}: most in ${name(tally.indexOf(top))} (${top})` });
  tally.forEach((v, i) => {
    if (!v) return;
    const r = svg("rect", { x: i * w + 0.5, y: 44 - (v / top) * 40, width: Math.max(1, w - 1), height: (v / top) * 40 + 1 });
    r.append(svg("title", {}, `${name(i)}: ${v}`));
    r.addEventListener("click", () => {
      if (byMonth) { const y = Math.floor((k0 + i) / 12), m = (k0 + i) % 12, s = `${y}-${String(m + 1).padStart(2, "0")}`; setRange(fromIso(s), fromIso(s, true), true); }
      else setRange(yearDay(k0 + i), yearDay(k0 + i + 1) - 1, true);
    });
    pic.append(r);
  });
  return el("div", { class: "spark-box" }, pic, el("div", { class: "spark-ends" }, el("span", { text: name(0) }), el("span", { text: name(n - 1) })));
}
function actorsOf(e) {
  const box = el("ul", { class: "rows" });
  for (let i = partsOf.at[e]; i < partsOf.at[e + 1]; i++) {
    const p = partsOf.data[i], a = pActor[p], s = G.parts.behalf[p];
    const note = [word(G.parts.role[p]), word(G.parts.capacity[p]), s >= 0 && stateOfActor[a] !== s ? `for ${stateName(s)}` : ""].filter(Boolean).join(", ");
    box.append(el("li", { class: "part" }, mark(a), el("span", { class: "er-main" }, linkTo(a), el("span", { class: "er-note", dir: "auto", text: clip(note, 160) }))));
  }
  return box;
}

// --- whole panels
function eventPanel(e) {
  const out = [];
  const u = nA + e, p = ePlace[e];
  out.push(el("p", { class: "kicker" }, swatch(eType[e], look(e)), el("span", { text: typeName(e) }), statusName(e) ? el("span", { class: "badge status-" + statusName(e), text: statusName(e) }) : null));
  out.push(el("h2", { dir: "auto", text: clip(labelOf(u), 400) }));
  const facts = el("dl", null,
    ...fact("When", el("span", { text: human(G.events.date[e]) }), el("span", { class: "soft", text: " " + precision(G.events.date[e]) })),
    ...(p >= 0 ? fact("Where", el("span", null, linkTo(nA + nE + p), el("span", { class: "soft", text: [...list(G.places.within, p), stateName(G.places.state[p])].filter((v, i, all) => v && v !== G.places.label[p] && all.indexOf(v) === i).map((v) => ", " + v).join("") }))) : []),
    ...fact("How sure", confidence(eConf[e])),
    ...fact("Topics", G.events.topic[e].length ? el("span", { text: G.events.topic[e].map((t) => G.topics[t]).join(", ") }) : null),
    ...(G.events.within[e] !== undefined ? fact("Part of", linkTo(nA + G.events.within[e])) : []));
  out.push(facts);
  const subs = Object.entries(G.events.within).filter(([, v]) => v === e).map(([k]) => +k);
  out.push(el("div", { class: "actions" },
    button("Focus", () => focusOn([u], 1), { title: "Show only this event and who took part (f)" }),
    S.focus.length ? button("Expand", expand, { title: "One step further (e)" }) : null,
    button("Copy link", () => copyText(location.href, "Link copied"))));
  if (partsOf.at[e + 1] > partsOf.at[e]) out.push(section(G.native ? "Participants" : "Between", actorsOf(e)));
  if (subs.length) out.push(section("Includes", el("ul", { class: "rows" }, subs.map(eventRow))));
  const history = list(G.events.history, e);
  if (history.length > 1) out.push(section("Status over time", el("ol", { class: "history" }, history.map(([day, status]) => el("li", null, el("span", { text: day ? human(day) : "undated report" }), el("span", { class: "badge status-" + status, text: status }))))));
  const accounts = accountsOf(e);
  const differ = list(G.events.disagree, e);
  if (differ.length && accounts.length > 1) out.push(section("Accounts disagree", disagreement(accounts, differ)));
  if (accounts.length) out.push(section(plural(accounts.length, "account"), ...accounts.map(accountBox)));
  return out;
}
const sourceName = (a) => { const r = reports(); return (a.r >= 0 && r && (r.publisher[a.r] || r.title[a.r])) || "unnamed source"; };
function disagreement(accounts, differ) {
  const read = {
    time: (a) => human(a.d || "") + (a.b && a.b !== "stated" ? ` (${a.b})` : ""), place: (a) => a.pl || "not said", status: (a) => a.st || "not said",
    participations: (a) => (a.p || []).map((q) => q[0]).join(", ") || "not said", type: (a) => a.y || "",
  };
  const names = { time: "Date", place: "Place", status: "Status", participations: "Who", type: "Type" };
  const head = el("tr", null, el("th", { scope: "col", text: "" }), accounts.map((a) => el("th", { scope: "col", dir: "auto", text: clip(sourceName(a), 40) })));
  const rowsOut = differ.filter((f) => read[f]).map((f) => el("tr", null, el("th", { scope: "row", text: names[f] }), accounts.map((a) => el("td", { dir: "auto", text: clip(read[f](a), 200) }))));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What each account says" }, el("table", { class: "differ" }, el("thead", null, head), el("tbody", null, rowsOut)));
}
function accountBox(a) {
  const r = reports();
  const known = a.r >= 0 && r;
  const said = [a.st && a.st !== "occurred" ? a.st : "", a.d ? human(a.d) + (a.b && a.b !== "stated" ? ` (${a.b})` : "") : "", a.pl || "", a.c !== undefined ? `${Math.round(a.c * 100)} %` : ""].filter(Boolean).join(" · ");
  return el("article", { class: "account" },
    el("header", null,
      el("strong", { dir: "auto", text: sourceName(a) }),
      known && r.published[a.r] ? el("span", { class: "soft", text: " " + human(r.published[a.r]) }) : null),
    (a.s || []).map((sentence) => highlighted(sentence, [a.t])),
    known && (r.title[a.r] || r.url[a.r]) ? el("p", { class: "headline", dir: "auto" }, r.url[a.r] ? outLink(r.url[a.r], clip(r.title[a.r] || r.url[a.r], 200)) : el("span", { text: clip(r.title[a.r], 200) })) : null,
    said ? el("p", { class: "soft", text: "Says: " + said }) : null,
    a.ru && a.ru.length ? el("p", { class: "soft rule", text: "Read by: " + a.ru.join(", ") }) : null);
}
function actorPanel(u) {
  const out = [], st = aState[u];
  const isState = stateOfActor[u] >= 0;
  out.push(el("p", { class: "kicker" }, mark(u), el("span", { text: kindName(u) })));
  out.push(el("h2", { dir: "auto", text: clip(labelOf(u), 400) }));
  const aliases = list(G.actors.alias, u).filter((n) => n !== labelOf(u));
  const events = visibleOf(u), all = visibleOf(u, true);
  const offices = list(G.actors.office, u);
  const capacities = [...new Set([...capacitiesOf(u)])].filter((c) => !offices.some((o) => o[0] === c)).slice(0, 6);
  const wiki = of(G.actors.wikidata, u);
  out.push(el("dl", null,
    ...fact("Also", aliases.length ? el("span", { dir: "auto", text: clip(aliases.slice(0, 8).join(", "), 300) }) : null),
    ...(!isState && st >= 0 ? fact("State", G.states.actor[st] >= 0 ? linkTo(G.states.actor[st], stateName(st)) : el("span", { text: stateName(st) })) : []),
    ...(isState ? fact("Code", el("span", { text: G.states.code[stateOfActor[u]] })) : []),
    ...fact("Office", offices.length ? el("span", null, offices.map(([title, since, until]) => el("span", { class: "office", dir: "auto", text: clip(title, 160) + tenure(since, until) }))) : null),
    ...fact("Spoken of as", capacities.length ? el("span", { dir: "auto", text: clip(capacities.join("; "), 260) }) : null),
    ...fact("Members", list(G.actors.member, u).length ? el("span", { text: clip(list(G.actors.member, u).map((c) => { const i = G.states.code.indexOf(c); return i >= 0 ? stateName(i) : c; }).join(", "), 300) }) : null),
    ...fact("Note", of(G.actors.note, u) ? el("span", { dir: "auto", text: clip(of(G.actors.note, u), 600) }) : null),
    ...(/^Q\d+$/.test(wiki) ? fact("Wikidata", outLink(`https://www.wikidata.org/wiki/${wiki}`, wiki)) : []),
    ...fact(G.native ? "Events" : "Relations", el("span", { text: `${num(events.length)} shown of ${num(all.length)}` }))));
  out.push(el("div", { class: "actions" },
    button("Focus", () => focusOn([u]), { title: "Show only the neighbourhood (f)" }),
    S.focus.length ? button("Expand", expand, { title: "One step further (e)" }) : null,
    VIEWS.includes("year") && !isState ? button("A year", () => { change({ view: "year", person: u, year: null, sel: [], cam: null }); fit(false); }, { title: "This person's year" }) : null,
    button("Path to…", () => { pathBox.hidden = !pathBox.hidden; if (!pathBox.hidden) pathBox.querySelector("input").focus(); }, { title: "The shortest way to another actor (p)", id: "path-open" })));
  const input = el("input", { type: "text", class: "field", placeholder: "Name of another actor", "aria-label": "Path to: name of another actor", role: "combobox", "aria-expanded": "false", "aria-controls": "path-list", "aria-autocomplete": "list", autocomplete: "off" });
  const sugg = el("ul", { id: "path-list", role: "listbox", class: "suggestions", "aria-label": "Actors", hidden: true });
  const pathBox = el("div", { class: "combo", hidden: true }, input, sugg);
  combobox(input, sugg, { only: (v) => isActor(v) && v !== u, pick: (v) => showPath(u, v) });
  out.push(pathBox);
  const spark = sparkline(events);
  if (spark) out.push(section("By time", spark));
  const others = counterparts(u, true);
  if (others.length) {
    const top = others[0][1];
    out.push(section("Most frequent counterparts", more(others, ([v, c]) => bar(v, c, top, () => change({ sel: [], pair: [u, v] })), 8)));
  }
  if (events.length) out.push(section(G.native ? "Events, latest first" : "Relations", more(events, eventRow, 25)));
  return out;
}
function tenure(since, until) {
  if (since && until) return ` (${human(since + "/" + until)})`;
  return since ? ` (since ${human(since)})` : until ? ` (until ${human(until)})` : "";
}
function* capacitiesOf(u) {
  for (let i = partsBy.at[u]; i < partsBy.at[u + 1]; i++) { const c = word(G.parts.capacity[partsBy.data[i]]); if (c) yield c; }
}
function pairPanel(a, b) {
  const events = pairEvents(a, b), tally = new Map();
  for (const e of events) tally.set(eType[e], (tally.get(eType[e]) || 0) + 1);
  const kinds = [...tally].sort((p, q) => q[1] - p[1]);
  return [
    el("p", { class: "kicker", text: "Two actors" }),
    el("h2", { class: "pair-title" }, linkTo(a), el("span", { class: "soft", text: " and " }), linkTo(b)),
    el("p", { class: "soft", text: events.length ? `${plural(events.length, "event")} shown, of ${plural(kinds.length, "kind")}` : "No event of both is shown." }),
    el("ul", { class: "tally" }, kinds.map(([t, c]) => el("li", null, swatch(t, 0), el("span", { text: G.types[t] }), el("b", { text: num(c) })))),
    el("div", { class: "actions" }, button("Focus", () => focusOn([a, b], 0)), button("Path", () => showPath(a, b))),
    sparkline(events) ? section("By time", sparkline(events)) : null,
    events.length ? section("Events, latest first", more(events, eventRow, 30)) : null,
  ];
}
function placePanel(p) {
  const events = eventsAt(p);
  return [
    el("p", { class: "kicker", text: "Place" }),
    el("h2", { dir: "auto", text: G.places.label[p] }),
    el("dl", null, ...fact("In", el("span", { text: [...list(G.places.within, p), stateName(G.places.state[p])].filter((v, i, all) => v && v !== G.places.label[p] && all.indexOf(v) === i).join(", ") })),
      ...fact("Events", el("span", { text: `${num(events.length)} shown of ${num(eventsAt(p, true).length)}` }))),
    sparkline(events) ? section("By time", sparkline(events)) : null,
    events.length ? section("Events, latest first", more(events, eventRow, 30)) : null,
  ];
}
function manyPanel(us) {
  const actors = us.filter(isActor), events = us.filter(isEvent);
  const shared = new Map();
  for (const a of actors) for (let i = eventsBy.at[a]; i < eventsBy.at[a + 1]; i++) { const e = eventsBy.data[i]; if (eShown[e]) shared.set(e, (shared.get(e) || 0) + 1); }
  const common = [...shared].filter(([, n]) => n > 1).map(([e]) => e).sort((p, q) => timeRank[q] - timeRank[p]);
  return [
    el("p", { class: "kicker", text: "Selection" }),
    el("h2", { text: [actors.length ? plural(actors.length, "actor") : "", events.length ? plural(events.length, "event") : "", us.length - actors.length - events.length ? plural(us.length - actors.length - events.length, "place") : ""].filter(Boolean).join(", ") }),
    el("div", { class: "actions" },
      button("Keep only these", () => focusOn(us.filter((u) => !isPlace(u)), 0), { title: "Show these and what joins them (f)" }),
      actors.length === 2 ? button("Path", () => showPath(actors[0], actors[1]), { title: "The shortest way between both (p)" }) : null,
      button("Clear", () => change({ sel: [] }))),
    common.length ? section("Events of two or more of them", more(common, eventRow, 20)) : null,
    section("Selected", more(us, (u) => el("li", { class: "part" }, mark(u), el("span", { class: "er-main" }, linkTo(u)), el("button", { type: "button", class: "icon", "aria-label": `Take ${clip(labelOf(u), 60)} out`, text: "×", on: { click: () => change({ sel: S.sel.filter((v) => v !== u) }) } })), 60)),
  ];
}
function pathPanel() {
  const [a, b] = S.path;
  const out = [el("p", { class: "kicker", text: "Path" }), el("h2", { class: "pair-title" }, linkTo(a), el("span", { class: "soft", text: " to " }), linkTo(b)),
    el("div", { class: "actions" }, button("Close path", () => { change({ path: null, cam: null }); fit(true); }))];
  if (!chain) { out.push(el("p", { text: "No path over the events that the filters leave. Widen the time or clear a filter." })); return out; }
  out.push(el("p", { class: "soft", text: plural(chain.length - 1, "step") + ", the fewest possible" }));
  for (let i = 0; i + 1 < chain.length; i++) {
    const events = together(chain[i], chain[i + 1]).filter((e) => eShown[e]).sort((p, q) => timeRank[q] - timeRank[p]);
    out.push(el("section", null, el("h3", { class: "step" }, el("span", { class: "step-no", text: String(i + 1) }), linkTo(chain[i]), el("span", { class: "soft", text: " – " }), linkTo(chain[i + 1])), more(events, eventRow, 5)));
  }
  return out;
}
function showPath(a, b) {
  change({ path: [a, b], focus: [], sel: [], pair: null, cam: null, view: S.view === "events" || S.view === "actors" ? S.view : "events" });
  fit(true);
  announce(chain ? `Path of ${plural(chain.length - 1, "step")}` : "No path found");
}
function expand() {
  if (!S.focus.length) return;
  change({ hops: Math.min(9, S.hops + 1), cam: null });
  fit(true);
  toast(`${plural(S.hops, "step")} from the focus`);
}

let panelShows = "";
function drawPanel(force) {
  const wrap = byId("panel-wrap");
  let key = "", build = null, single = -1;
  if (S.pair) { key = "pair" + S.pair; build = () => pairPanel(...S.pair); }
  else if (S.sel.length > 1) { key = "many" + S.sel; build = () => manyPanel(S.sel); }
  else if (S.sel.length === 1) {
    single = S.sel[0];
    key = "one" + single;
    build = () => (isActor(single) ? actorPanel(single) : isEvent(single) ? eventPanel(single - nA) : placePanel(single - nA - nE));
  } else if (S.path) { key = "path" + S.path; build = pathPanel; }
  const open = build !== null;
  const was = !wrap.hidden;
  wrap.hidden = !open;
  doc.body.classList.toggle("with-panel", open);
  if (open && (force || key !== panelShows || !isEvent(single))) {
    const body = byId("panel"), scroll = key === panelShows ? body.scrollTop : 0;
    body.replaceChildren(...build().filter(Boolean));
    body.scrollTop = scroll;
    if (key !== panelShows && single >= 0) announce(`${clip(labelOf(single), 100)}. Details are in the panel.`);
  }
  panelShows = open ? key : "";
  return was !== open;
}
