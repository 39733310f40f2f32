// Keyboard for everything, and a listbox that says what the canvas shows.
const twin = byId("twin");
let twinOrder = null; // node numbers shown, most important first
function shownNodes() {
  if (twinOrder) return twinOrder;
  const seen = new Set(), out = [];
  for (const i of scene.rank) if (scene.vis[i] && nodePx(scene, i, 1) > 0 && !seen.has(scene.ref[i])) { seen.add(scene.ref[i]); out.push(scene.ref[i]); }
  return (twinOrder = out);
}
function describe(u) {
  if (isEvent(u)) { const e = u - nA; return `${typeName(e)}, ${statusName(e)}: ${clip(labelOf(u), 120)}, ${human(G.events.date[e])}`; }
  if (isActor(u)) return `${clip(labelOf(u), 120)}, ${kindName(u)}${stateOfActor[u] < 0 && aState[u] >= 0 ? ", " + stateName(aState[u]) : ""}, ${plural(aCount[u], "event")}`;
  return `${labelOf(u)}, place, ${plural(eventsAt(u - nA - nE).length, "event")}`;
}
/** A window of options around the cursor: thousands would choke a screen reader. */
function drawTwin() {
  const nodes = shownNodes();
  let at = cursor >= 0 ? nodes.indexOf(cursor) : -1;
  const from = Math.max(0, at - 15), part = nodes.slice(from, from + 40);
  twin.replaceChildren(...part.map((u, i) => el("li", { id: "n" + u, role: "option", "aria-selected": String(S.sel.includes(u)), "aria-setsize": String(nodes.length), "aria-posinset": String(from + i + 1), text: describe(u) })));
  if (at >= 0) twin.setAttribute("aria-activedescendant", "n" + cursor);
  else twin.removeAttribute("aria-activedescendant");
}
function moveCursor(u) {
  cursor = u;
  drawTwin();
  const i = scene.ref.indexOf(u);
  if (i >= 0) {
    const [x, y] = toScreen(i);
    if (x < 20 || y < 20 || x > cam.w - 20 || y > cam.h - 20) { cam.x = scene.x[i]; cam.y = scene.y[i]; camMoved(); }
    const [sx, sy] = toScreen(i);
    showCard(sx, sy, cardFor(u));
  }
  redraw();
}
/** The next node in a direction: near, and more ahead than aside. */
function stepTo(dx, dy) {
  const nodes = shownNodes();
  if (!nodes.length) return;
  if (cursor < 0 || !nodes.includes(cursor)) { moveCursor(nodes[0]); return; }
  const s = scene, from = s.ref.indexOf(cursor);
  let best = -1, least = Infinity;
  for (let i = 0; i < s.n; i++) {
    if (!s.vis[i] || s.ref[i] === cursor || nodePx(s, i, 1) <= 0) continue;
    const x = s.x[i] - s.x[from], y = s.y[i] - s.y[from];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0) continue;
    const cost = ahead + aside * 2.2;
    if (cost < least) { least = cost; best = i; }
  }
  if (best >= 0) moveCursor(s.ref[best]);
}
function neighboursOf(u) {
  if (isEvent(u)) return [...cast.data.slice(cast.at[u - nA], cast.at[u - nA + 1])].filter((a) => aShown[a]);
  if (!isActor(u)) return [];
  if (S.view === "events") return visibleOf(u).map((e) => nA + e);
  return counterparts(u, true).map(([a]) => a);
}
let around = { list: [], at: -1 };
function nextNeighbour(way) {
  if (cursor < 0) { stepTo(1, 0); return; }
  if (around.list[around.at] !== cursor) around = { list: neighboursOf(cursor).filter((u) => shownNodes().includes(u)), at: way > 0 ? -1 : 0 };
  if (!around.list.length) return;
  around.at = (around.at + way + around.list.length) % around.list.length;
  moveCursor(around.list[around.at]);
}
const HELP = [
  ["Arrow keys", "go to the next node in that direction"], ["N, P", "next and previous neighbour of the node where you are"],
  ["Home, End", "most and least important node"], ["Enter", "open in the panel"], ["Space", "add to or take from the selection"],
  ["F, E", "focus on the neighbourhood, expand by a step"], ["W", "way (path) between two selected actors, or ask for the other"],
  ["+, −, 0", "zoom in, out, show all"], ["Shift + arrows", "move the picture"], ["1 … 5", "views"], ["/", "search"], ["T", "table"],
  ["L", "lasso (or hold Shift and draw)"], ["B, Shift + B", "back, forward"], ["D", "dark or light"], ["R", "reset everything"], ["Esc", "close, clear the selection"], ["?", "this help"],
];
function onGraphKey(ev) {
  if (ev.ctrlKey || ev.metaKey || ev.altKey) return;
  const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[ev.key];
  const key = ev.key.length === 1 ? ev.key.toLowerCase() : ev.key;
  let done = true;
  if (arrow && ev.shiftKey) { cam.x += (arrow[0] * 80) / cam.k; cam.y += (arrow[1] * 80) / cam.k; camMoved(); }
  else if (arrow) stepTo(...arrow);
  else if (key === "Home") { const n = shownNodes(); if (n.length) moveCursor(n[0]); }
  else if (key === "End") { const n = shownNodes(); if (n.length) moveCursor(n[n.length - 1]); }
  else if (key === "n") nextNeighbour(1);
  else if (key === "p") nextNeighbour(-1);
  else if (key === "Enter") { if (cursor >= 0) { hideCard(); choose(cursor, false); byId("panel").focus(); } }
  else if (key === " ") { if (cursor >= 0) choose(cursor, true); }
  else if (key === "+" || key === "=") zoomAt(cam.w / 2, cam.h / 2, 1.35);
  else if (key === "-" || key === "_") zoomAt(cam.w / 2, cam.h / 2, 1 / 1.35);
  else if (key === "0") fit(true);
  else done = onCommand(key, ev.shiftKey);
  if (done) ev.preventDefault();
}
/** Commands of one letter; they work while the stage, not a text field, has the focus. */
function onCommand(key, shift) {
  const target = () => (S.sel.length ? S.sel.filter((u) => !isPlace(u)) : cursor >= 0 && !isPlace(cursor) ? [cursor] : []);
  if (key === "f") { const us = target(); if (us.length) focusOn(us, us.length > 1 ? 0 : 1); }
  else if (key === "e") expand();
  else if (key === "w") {
    const us = target().filter(isActor);
    if (us.length >= 2) showPath(us[0], us[1]);
    else if (us.length === 1) { if (S.sel.length !== 1) choose(us[0], false); const b = byId("path-open"); if (b) b.click(); }
  }
  else if (/^[1-5]$/.test(key)) { if (VIEWS[+key - 1]) setView(VIEWS[+key - 1]); }
  else if (key === "t") change({ table: !S.table });
  else if (key === "l") setLasso(!lassoing);
  else if (key === "b") travel(shift ? 1 : -1);
  else if (key === "d") toggleTheme();
  else if (key === "r") reset();
  else if (key === "/") byId("search").focus();
  else if (key === "?") openHelp();
  else return false;
  return true;
}
function openHelp() {
  const box = byId("help");
  byId("help-rows").replaceChildren(...HELP.map(([k, v]) => el("tr", null, el("th", { scope: "row", text: k }), el("td", { text: v }))));
  box.showModal();
}
function initKeys() {
  twin.addEventListener("keydown", onGraphKey);
  twin.addEventListener("focus", () => { if (cursor < 0) { const n = shownNodes(); if (n.length) cursor = n[0]; } drawTwin(); redrawOver(); });
  twin.addEventListener("blur", () => { hideCard(); redrawOver(); });
  over.addEventListener("pointerup", () => twin.focus({ preventScroll: true }));
  doc.addEventListener("keydown", (ev) => {
    const inField = /^(INPUT|TEXTAREA|SELECT)$/.test(ev.target.tagName);
    if (ev.key === "Escape" && !inField) {
      if (lassoing) setLasso(false);
      else if (doc.body.classList.contains("drawer")) closeDrawer();
      else if (S.sel.length || S.pair) { change({ sel: [], pair: null }); twin.focus(); }
      else if (S.table) change({ table: false });
    } else if (ev.target === doc.body && !ev.ctrlKey && !ev.metaKey && !ev.altKey) { if (onCommand(ev.key.length === 1 ? ev.key.toLowerCase() : ev.key, ev.shiftKey)) ev.preventDefault(); }
    else if (!inField && (ev.key === "/" || ev.key === "?") && ev.target !== twin) { ev.preventDefault(); onCommand(ev.key, false); }
  });
  byId("help-open").addEventListener("click", openHelp);
  byId("help-close").addEventListener("click", () => byId("help").close());
}
