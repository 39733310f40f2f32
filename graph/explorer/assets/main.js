// Puts it together: facets, legend, views, theme, and the order in which things are shown.
const FACET_NAME = { type: "Type", status: "Status", kind: "Kind of actor", state: "State", source: "Source", topic: "Topic" };

function toggle(facet, i) {
  const set = S.pick[facet];
  if (set.has(i)) set.delete(i); else set.add(i);
  applyFilters();
  writeHash(true);
}
function facetMark(facet, i) {
  if (facet === "type") return swatch(i, 0);
  if (facet === "status") return glyph(SHAPE.diamond, { fill: theme.ink, stroke: theme.ink }, STATUS_LOOK[G.statuses[i]] ?? 0, true);
  if (facet === "kind") return glyph(KIND_SHAPE[G.kinds[i]] ?? SHAPE.circle, G.native ? COL[GREY] : COL[G.kinds.length > 1 && nT ? i % nT : GREY], 0, false);
  if (facet === "state") return glyph(SHAPE.box, COL[stateColour(i)], 0, false);
  return null;
}
const facetLabel = (facet, i) => (facet === "state" ? G.states.label[i] : facet === "source" ? G.sources[i] || "not named" : facetItems[facet][i]);
const facetOpen = {}, facetQuery = {};
const SHORT = 7;

function drawFacets() {
  for (const f of FACETS) {
    const box = byId("facet-" + f);
    if (!box) continue;
    const total = facetItems[f].length;
    let order = [...facetItems[f].keys()];
    const long = total > SHORT + 3 && f !== "type" && f !== "status";
    if (f !== "type" && f !== "status" && f !== "kind") order.sort((p, q) => counts[f][q] - counts[f][p] || (facetLabel(f, p) < facetLabel(f, q) ? -1 : 1));
    const q = fold(facetQuery[f] || "");
    if (q) order = order.filter((i) => fold(facetLabel(f, i)).includes(q));
    else if (long && !facetOpen[f]) order = order.filter((i, n) => n < SHORT || S.pick[f].has(i));
    order = order.slice(0, 300);
    const rowsBox = box.querySelector(".facet-rows");
    // rows are kept and only moved and renumbered, so that a keyboard user keeps the focus
    const have = new Map([...rowsBox.children].map((li) => [li.dataset.i, li]));
    const next = order.map((i) => {
      let li = have.get(String(i));
      if (!li) {
        li = el("li", { "data-i": String(i) }, el("button", { type: "button", class: "facet", on: { click: () => toggle(f, i) } }, el("span", { class: "facet-mark" }, facetMark(f, i)), el("span", { class: "facet-name", dir: "auto", text: clip(facetLabel(f, i), 60) }), el("span", { class: "facet-count" })));
      }
      const b = li.firstChild, n = counts[f][i];
      b.setAttribute("aria-pressed", String(S.pick[f].has(i)));
      b.classList.toggle("zero", n === 0);
      b.lastChild.textContent = num(n);
      return li;
    });
    if (next.length !== rowsBox.children.length || next.some((li, i) => rowsBox.children[i] !== li)) {
      const focused = doc.activeElement && rowsBox.contains(doc.activeElement) ? doc.activeElement : null;
      rowsBox.replaceChildren(...next);
      if (focused && focused.isConnected) focused.focus();
    }
    const moreButton = box.querySelector(".facet-more");
    if (moreButton) { moreButton.hidden = !long || !!q; moreButton.textContent = facetOpen[f] ? "Show fewer" : `All ${num(total)}`; }
    box.querySelector(".facet-clear").hidden = !S.pick[f].size;
  }
  byId("conf").value = String(S.conf);
  byId("conf-out").textContent = S.conf ? `at least ${S.conf} %` : "any";
  byId("degree").value = String(Math.min(S.degree, +byId("degree").max));
  byId("degree-out").textContent = S.degree > 1 ? `at least ${S.degree}` : "any";
  const on = FACETS.some((f) => S.pick[f].size) || S.conf || S.degree > 1 || S.from !== null || S.to !== null;
  byId("clear-filters").hidden = !on;
}
function makeFacets() {
  const box = byId("facets");
  for (const f of FACETS) {
    if (facetItems[f].length < (f === "topic" || f === "source" || f === "kind" || f === "status" ? 2 : 1)) continue;
    const long = facetItems[f].length > SHORT + 3 && f !== "type" && f !== "status";
    const closed = f === "topic" || f === "source";
    const query = long ? el("input", { type: "search", class: "field small", placeholder: `Find ${FACET_NAME[f].toLowerCase()}`, "aria-label": `Find in ${FACET_NAME[f]}`, on: { input: (ev) => { facetQuery[f] = ev.target.value; drawFacets(); } } }) : null;
    box.append(el("details", { id: "facet-" + f, class: "facet-box", open: !closed },
      el("summary", null, el("span", { text: FACET_NAME[f] })),
      el("div", { class: "facet-body" },
        el("button", { type: "button", class: "facet-clear", text: "clear", "aria-label": `Clear ${FACET_NAME[f]}`, hidden: true, on: { click: () => { S.pick[f].clear(); applyFilters(); writeHash(true); } } }),
        query, el("ul", { class: "facet-rows", "aria-label": FACET_NAME[f] }),
        long ? el("button", { type: "button", class: "btn quiet facet-more", on: { click: () => { facetOpen[f] = !facetOpen[f]; drawFacets(); } } }) : null)));
  }
  const most = Math.max(2, Math.min(40, Math.max(0, ...aDegree)));
  const slider = (id, name, max, step, run) => el("div", { class: "slider" }, el("label", { for: id }, el("span", { text: name }), el("output", { id: id + "-out", for: id })), el("input", { id, type: "range", min: id === "conf" ? "0" : "1", max: String(max), step: String(step), on: { input: (ev) => run(+ev.target.value, false), change: (ev) => run(+ev.target.value, true) } }));
  const set = (key) => (value, push) => { S[key] = value; applyFilters(); if (push) writeHash(true); };
  const sure = eConf.some((c) => c >= 0);
  box.append(el("div", { class: "sliders" }, slider("conf", "How sure", 100, 5, set("conf")), slider("degree", G.native ? "Events of an actor" : "Relations of a node", most, 1, set("degree"))));
  if (!sure) byId("conf").parentElement.hidden = true;
}

function drawLegend() {
  const box = byId("legend-rows");
  const rowsOut = [];
  const present = [...new Set(eType)].sort((p, q) => p - q);
  const item = (facet, i) => el("button", { type: "button", class: "legend-item", "aria-pressed": String(S.pick[facet].has(i)), on: { click: () => { toggle(facet, i); } } }, facetMark(facet, i), el("span", { text: clip(facetLabel(facet, i), 30) }));
  const group = (name, kids) => kids.length && rowsOut.push(el("div", { class: "legend-group", role: "group", "aria-label": name }, kids));
  if (G.native) {
    for (const f of FAMILY_LIST) { const kids = present.filter((t) => family(t) === f).map((t) => item("type", t)); group(FAMILY_NAME[f], kids); }
    group("Status", G.statuses.map((_, i) => item("status", i)));
  } else group("Relations", present.slice(0, 14).map((t) => item("type", t)));
  if (G.kinds.length > 1 || G.native) group(G.native ? "Actors" : "Groups", G.kinds.slice(0, 14).map((_, i) => item("kind", i)));
  // keep the focus where it was
  const at = box.contains(doc.activeElement) ? [...box.querySelectorAll("button")].indexOf(doc.activeElement) : -1;
  box.replaceChildren(...rowsOut);
  if (at >= 0) box.querySelectorAll("button")[at]?.focus();
}

function drawStatus() {
  const words = `${num(shownEvents)} of ${plural(nE, G.native ? "event" : "relation")}, ${plural(shownActors, G.native ? "actor" : "node")}`;
  byId("count").textContent = words;
  const crumbs = [];
  if (S.focus.length) crumbs.push(el("span", { class: "crumb" }, el("span", { dir: "auto", text: `Focus: ${clip(S.focus.slice(0, 2).map(labelOf).join(", "), 50)}${S.focus.length > 2 ? ` +${S.focus.length - 2}` : ""}${S.hops > 1 ? `, ${S.hops} steps` : ""}` }), el("button", { type: "button", class: "link", text: "Expand", on: { click: expand } }), el("button", { type: "button", class: "icon", "aria-label": "Leave the focus", text: "×", on: { click: () => { change({ focus: [], hops: 1, cam: null }); fit(true); } } })));
  if (S.path) crumbs.push(el("span", { class: "crumb" }, el("span", { dir: "auto", text: `Path: ${clip(labelOf(S.path[0]), 24)} to ${clip(labelOf(S.path[1]), 24)}` }), el("button", { type: "button", class: "link", text: "Show", on: { click: () => change({ sel: [], pair: null }) } }), el("button", { type: "button", class: "icon", "aria-label": "Close the path", text: "×", on: { click: () => { change({ path: null, cam: null }); fit(true); } } })));
  if (S.view === "map" && scene.without) crumbs.push(el("span", { class: "crumb plain", text: `${plural(scene.without, "event")} without a known place` }));
  byId("crumbs").replaceChildren(...crumbs);
  byId("empty").hidden = shownEvents > 0 && !(S.view === "year" && scene.lanes.events === 0);
  byId("empty-words").textContent = S.view === "year" && shownEvents > 0 ? "Nothing dated in this year, or the filters hide it." : nE ? "The filters leave nothing." : "This graph holds no events yet.";
  byId("empty-clear").hidden = !nE;
  announce(words + " shown");
}

function drawYearBar() {
  const bar = byId("yearbar");
  bar.hidden = S.view !== "year" || S.table;
  if (bar.hidden) return;
  byId("year-now").textContent = String(S.year);
  const input = byId("year-who");
  if (doc.activeElement !== input) input.value = S.person >= 0 ? clip(labelOf(S.person), 60) : "";
}

/** What follows from a filter alone: counts, visibility, timeline, table. */
function applyFilters() {
  runFilters();
  filterStamp++;
  twinOrder = null;
  hover = hoverLink = -1;
  refreshScene();
  drawFacets();
  drawLegend();
  drawTimeline();
  drawStatus();
  drawYearBar();
  drawTable();
  if (!T.playing) drawPanel(false);
  if (stage.contains(doc.activeElement)) drawTwin();
  redraw();
}
/** Show the whole state. */
function applyAll() {
  const newView = !scene || shownView !== S.view;
  const legend = byId("legend");
  if (newView && S.view === "year") { legendWas = legend.open; legend.open = false; } else if (shownView === "year" && newView) legend.open = legendWas;
  shownView = S.view;
  hideCard();
  applyFilters();
  doc.body.dataset.view = S.view;
  for (const b of byId("views").children) b.setAttribute("aria-pressed", String(b.dataset.view === S.view));
  drawPanel(false);
  const sized = resize();
  if (sized) sizeStage();
  if (S.cam) { cancelAnimationFrame(gliding); Object.assign(cam, S.cam); } else if (newView || sized) fit(false); else if (frameKey() !== framed) fit(true);
  framed = frameKey();
  redraw();
}
let shownView = "", legendWas = false, framed = "";
/** What decides where the camera stands as long as nobody moves it. */
const frameKey = () => [S.view, S.focus, S.hops, S.path, S.person, S.year].join("|");
function sizeStage() { sizeTimeline(); drawTimeline(); }
function setView(v) {
  if (v === S.view) return;
  const patch = { view: v, cam: null, pair: v === "actors" || v === "states" ? S.pair : null };
  if (v === "year") { const u = S.sel.find((w) => isActor(w) && stateOfActor[w] < 0); if (u !== undefined) Object.assign(patch, { person: u, year: null }); }
  change(patch);
  fit(false);
}
function reset() {
  stop();
  const view = S.view, table = S.table;
  Object.assign(S, fresh(), { view, table });
  cursor = -1;
  applyAll();
  fit(true);
  writeHash(true);
  toast("Everything is shown again");
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
function setTheme(name) {
  theme = THEMES[name];
  doc.documentElement.dataset.theme = name;
  byId("theme").setAttribute("aria-pressed", String(name === "dark"));
  makeColours();
}
function toggleTheme() {
  const name = dark() ? "light" : "dark";
  try { localStorage.setItem("diplograph-theme", name); } catch { /* a page without storage: for this visit only */ }
  setTheme(name);
  repaintMarks();
}
/** Marks carry colours: make them anew, then draw. */
function repaintMarks() {
  for (const ul of doc.querySelectorAll(".facet-rows")) ul.replaceChildren();
  panelShows = "";
  applyFilters();
  drawPanel(true);
}
function closeDrawer() { doc.body.classList.remove("drawer"); byId("filters-open").setAttribute("aria-expanded", "false"); }

function start() {
  let name = null;
  try { name = localStorage.getItem("diplograph-theme"); } catch { /* no storage */ }
  setTheme(name === "dark" || name === "light" ? name : prefersDark.matches ? "dark" : "light");
  prefersDark.addEventListener("change", (ev) => { setTheme(ev.matches ? "dark" : "light"); repaintMarks(); });
  byId("title").textContent = clip(G.title, 120);
  byId("subtitle").textContent = G.selection;
  byId("views").replaceChildren(...VIEWS.map((v) => el("button", { type: "button", class: "tab", "data-view": v, text: VIEW_NAME[v], on: { click: () => setView(v) } })));
  makeFacets();
  trail.at = history.state && Number.isInteger(history.state.at) ? history.state.at : 0;
  trail.top = trail.at;
  if (location.hash.length > 1) fromHash(location.hash);
  byId("legend").open = innerWidth > 900 && innerHeight > 600;
  resize();
  sizeTimeline();
  applyAll();
  if (!S.cam) fit(false);
  initPointer();
  initTimeline();
  initSearch();
  initTable();
  initExport();
  initKeys();
  byId("back").addEventListener("click", () => travel(-1));
  byId("forward").addEventListener("click", () => travel(1));
  byId("reset").addEventListener("click", reset);
  byId("theme").addEventListener("click", toggleTheme);
  byId("lasso").addEventListener("click", () => setLasso(!lassoing));
  byId("fit").addEventListener("click", () => fit(true));
  byId("zoom-in").addEventListener("click", () => zoomAt(cam.w / 2, cam.h / 2, 1.35));
  byId("zoom-out").addEventListener("click", () => zoomAt(cam.w / 2, cam.h / 2, 1 / 1.35));
  byId("panel-close").addEventListener("click", () => { change(S.sel.length || S.pair ? { sel: [], pair: null } : { path: null }); twin.focus(); });
  byId("clear-filters").addEventListener("click", clearFilters);
  byId("empty-clear").addEventListener("click", clearFilters);
  byId("filters-open").addEventListener("click", () => { const open = doc.body.classList.toggle("drawer"); byId("filters-open").setAttribute("aria-expanded", String(open)); if (open) byId("facets").querySelector("button, summary").focus(); });
  byId("filters-close").addEventListener("click", () => { closeDrawer(); byId("filters-open").focus(); });
  byId("year-before").addEventListener("click", () => { change({ year: S.year - 1 }); fit(false); });
  byId("year-after").addEventListener("click", () => { change({ year: S.year + 1 }); fit(false); });
  combobox(byId("year-who"), byId("year-list"), { only: isActor, pick: (u) => { byId("year-who").blur(); change({ person: u, year: null, sel: [], cam: null }); fit(false); } });
  byId("year-who").addEventListener("focus", (ev) => ev.target.select());
  new ResizeObserver(() => { if (resize()) { sizeStage(); if (!S.cam) fit(false); else redraw(); drawNow(); } }).observe(stage);
  if (doc.fonts && doc.fonts.ready) doc.fonts.ready.then(() => { textWidths.clear(); redraw(); });
  writeHash(false);
  requestAnimationFrame(() => requestAnimationFrame(() => { doc.documentElement.dataset.ready = String(Math.round(performance.now())); }));
}
function clearFilters() {
  stop();
  Object.assign(S, { pick: fresh().pick, conf: 0, degree: 1, from: null, to: null });
  applyFilters();
  writeHash(true);
}
start();
