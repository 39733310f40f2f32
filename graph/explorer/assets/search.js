// Search with suggestions: actors by name and alias, events by title, places.
let index = null;
function searchIndex() {
  if (index) return index;
  index = [];
  for (let a = 0; a < nA; a++) {
    const names = [labelOf(a), ...list(G.actors.alias, a)];
    if (stateOfActor[a] >= 0) names.push(G.states.code[stateOfActor[a]]);
    index.push({ u: a, keys: names.map(fold), names, weight: 1000 + aDegree[a] });
  }
  for (let e = 0; e < nE; e++) index.push({ u: nA + e, keys: [fold(labelOf(nA + e))], names: null, weight: G.events.accounts[e] });
  const busy = new Set(ePlace);
  for (let p = 0; p < nP; p++) if (busy.has(p)) index.push({ u: nA + nE + p, keys: [fold(G.places.label[p])], names: null, weight: 30 });
  return index;
}
/** The best matches for some words: whole name, then start, then starts of words, then anywhere. */
function find(words, limit, only) {
  const q = fold(words);
  if (!q) return [];
  const terms = q.split(" ");
  const hits = [];
  for (const entry of searchIndex()) {
    if (only && !only(entry.u)) continue;
    let best = 0, which = 0;
    entry.keys.forEach((key, i) => {
      let score = 0;
      if (key === q) score = 4;
      else if (key.startsWith(q)) score = 3;
      else if (terms.every((t) => key.startsWith(t) || key.includes(" " + t))) score = 2;
      else if (key.includes(q)) score = 1;
      if (score > best) { best = score; which = i; }
    });
    if (best) hits.push({ u: entry.u, alias: which > 0 ? entry.names[which] : "", score: best * 1e5 + entry.weight });
  }
  hits.sort((a, b) => b.score - a.score || a.u - b.u);
  return hits.slice(0, limit);
}

/** A text field with a list of suggestions (ARIA combobox). */
function combobox(input, listbox, { limit = 9, only = null, pick, empty = null }) {
  let items = [], at = -1;
  const close = () => { listbox.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const mark = () => {
    [...listbox.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) { input.setAttribute("aria-activedescendant", listbox.children[at].id); listbox.children[at].scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    items = input.value.trim() ? find(input.value, limit, only) : empty ? empty() : [];
    listbox.replaceChildren(...items.map((hit, i) => suggestion(hit, `${listbox.id}-${i}`, () => { close(); pick(hit.u); })));
    if (!items.length && input.value.trim()) listbox.replaceChildren(el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", text: "Nothing by this name" }));
    listbox.hidden = !items.length && !input.value.trim();
    input.setAttribute("aria-expanded", String(!listbox.hidden));
    at = items.length && input.value.trim() ? 0 : -1;
    mark();
    if (input.value.trim()) announce(items.length ? plural(items.length, "suggestion") : "Nothing by this name");
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => { if (input.value.trim() || empty) open(); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (ev) => {
    if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
      ev.preventDefault();
      if (listbox.hidden) open();
      if (items.length) { at = (at + (ev.key === "ArrowDown" ? 1 : items.length - 1)) % items.length; mark(); }
    } else if (ev.key === "Enter" && at >= 0 && items[at]) { ev.preventDefault(); const u = items[at].u; close(); pick(u); }
    else if (ev.key === "Escape") { if (!listbox.hidden) { close(); ev.stopPropagation(); } else if (input.value) { input.value = ""; ev.stopPropagation(); } }
  });
}
function suggestion(hit, id, run) {
  const u = hit.u;
  const note = isEvent(u) ? human(G.events.date[u - nA]) : isPlace(u) ? "place" : [kindName(u), stateOfActor[u] < 0 ? stateName(aState[u]) : ""].filter(Boolean).join(", ");
  const li = el("li", { id, role: "option", "aria-selected": "false" },
    mark(u),
    el("span", { class: "s-name", dir: "auto", text: clip(labelOf(u), 90) }),
    hit.alias ? el("span", { class: "s-alias", dir: "auto", text: clip(hit.alias, 40) }) : null,
    el("span", { class: "s-note", text: note }));
  li.addEventListener("pointerdown", (ev) => ev.preventDefault());
  li.addEventListener("click", run);
  return li;
}
/** Go to a node from anywhere: switch to a view that has it, undo what hides it, select it. */
function visit(u) {
  const patch = { sel: [u], pair: null };
  if (isPlace(u)) { if (VIEWS.includes("map")) patch.view = "map"; }
  else if (isEvent(u) && S.view !== "events" && S.view !== "year" && S.view !== "map" && VIEWS.includes("events")) patch.view = "events";
  else if (isActor(u) && S.view === "states" && stateOfActor[u] < 0) patch.view = "actors";
  if (S.table) patch.table = false;
  cursor = u;
  const hidden = () => (isEvent(u) ? !eShown[u - nA] : isActor(u) ? !aShown[u] : false);
  if (hidden()) Object.assign(patch, { focus: [], path: null });
  change(patch);
  if (hidden()) { toast("Hidden by the filters: shown in the panel only"); return; }
  reveal([u]);
  redraw();
}
function initSearch() {
  const input = byId("search");
  combobox(input, byId("suggestions"), { pick: (u) => { input.value = ""; input.blur(); byId("panel-wrap").hidden = false; visit(u); } });
}
