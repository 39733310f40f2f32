// The table twin of what is shown: events, actors or pairs; sortable, copyable.
const TABLES = {
  events: {
    name: G.native ? "Events" : "Relations",
    columns: ["Date", "Type", "Status", G.native ? "Event" : "Relation", "Participants", "Place", "Sure", "Accounts"],
    items: () => { const out = []; for (let e = 0; e < nE; e++) if (eShown[e]) out.push(e); return out; },
    cells: (e) => [G.events.date[e], typeName(e), statusName(e), labelOf(nA + e), [...new Set(partNames(e))].join("; "), ePlace[e] >= 0 ? G.places.label[ePlace[e]] : "", eConf[e] >= 0 ? eConf[e] : "", G.events.accounts[e]],
    sort: (e, c) => (c === 0 ? (eStart[e] === NONE ? 1e9 : eStart[e]) : null),
    node: (e) => nA + e, first: [0, -1], numeric: [6, 7], dates: [0], title: 3,
  },
  actors: {
    name: G.native ? "Actors" : "Nodes",
    columns: ["Name", "Kind", "State", G.native ? "Events" : "Relations", "First", "Last", "Most with"],
    items: () => { const out = []; for (let a = 0; a < nA; a++) if (S.view === "states" ? stateOfActor[a] >= 0 && scene.vis[a] : aShown[a]) out.push(a); return out; },
    cells: (a) => {
      const events = visibleOf(a), dated = events.filter((e) => eStart[e] !== NONE);
      const top = counterparts(a, true)[0];
      return [labelOf(a), kindName(a), aState[a] >= 0 ? stateName(aState[a]) : "", events.length, dated.length ? iso(eStart[dated[dated.length - 1]]) : "", dated.length ? iso(eStart[dated[0]]) : "", top ? `${labelOf(top[0])} (${top[1]})` : ""];
    },
    sort: () => null, node: (a) => a, first: [3, -1], numeric: [3], dates: [4, 5], title: 0,
  },
  pairs: {
    name: "Pairs",
    columns: ["One", "Other", "Type", "Events"],
    items: () => { const s = pairTable(); const out = []; for (let l = 0; l < s.m; l++) if (s.lvis[l]) out.push(l); return out; },
    cells: (l) => { const s = pairTable(); return [labelOf(s.a[l]), labelOf(s.b[l]), G.types[s.lcol[l]], s.count[l]]; },
    sort: () => null, node: () => -1, first: [3, -1], numeric: [3], title: 0,
    open: (l) => { const s = pairTable(); change({ sel: [], pair: [s.a[l], s.b[l]] }); },
  },
};
let tableTab = "events", tableSort = {}, tableRows = [];
function pairTable() {
  if (scene.pairs) return scene;
  if (!scenes.actors) scenes.actors = pairsScene("actors", cast, null, G.pos.pairs);
  if (scenes.actors.stamp !== filterStamp) { countPairs(scenes.actors); scenes.actors.stamp = filterStamp; }
  return scenes.actors;
}
let filterStamp = 0;

function sortedRows(kind) {
  const t = TABLES[kind];
  const [column, way] = tableSort[kind] || t.first;
  const out = t.items().map((item) => ({ item, cells: t.cells(item) }));
  const key = (r) => t.sort(r.item, column) ?? r.cells[column];
  const words = new Intl.Collator("en", { numeric: true });
  out.sort((p, q) => { const a = key(p), b = key(q); if (a === 1e9 || b === 1e9) return (a === b ? p.item - q.item : a === 1e9 ? 1 : -1); const d = typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b)); return d * way || p.item - q.item; });
  return out;
}
function drawTable() {
  const box = byId("table");
  byId("table-wrap").hidden = !S.table;
  byId("table-toggle").setAttribute("aria-pressed", String(S.table));
  if (!S.table) { box.replaceChildren(); return; }
  const t = TABLES[tableTab];
  tableRows = sortedRows(tableTab);
  const [column, way] = tableSort[tableTab] || t.first;
  byId("table-tabs").replaceChildren(...Object.entries(TABLES).map(([k, v]) => el("button", { type: "button", class: "tab", "aria-pressed": String(k === tableTab), text: v.name, on: { click: () => { tableTab = k; drawTable(); } } })));
  byId("table-count").textContent = plural(tableRows.length, "row");
  const head = el("tr", null, t.columns.map((name, i) => el("th", { scope: "col", "aria-sort": i === column ? (way > 0 ? "ascending" : "descending") : "none" },
    el("button", { type: "button", class: "sort", on: { click: () => { tableSort[tableTab] = [i, i === column ? -way : t.numeric.includes(i) ? -1 : 1]; drawTable(); byId("table").querySelectorAll("th button")[i].focus(); } } }, name, el("span", { "aria-hidden": "true", class: "arrow", text: i === column ? (way > 0 ? " ↑" : " ↓") : "" })))));
  const body = el("tbody");
  let at = 0;
  const add = () => {
    for (const { item, cells } of tableRows.slice(at, at + 150)) {
      const u = t.node(item);
      body.append(el("tr", { class: u >= 0 && S.sel.includes(u) ? "chosen" : "" }, cells.map((value, i) => {
        const text = clip(String(i === 0 && tableTab === "events" ? human(value) : value), 220);
        if (i !== t.title) return el("td", { class: t.numeric.includes(i) ? "n" : t.dates && t.dates.includes(i) ? "d" : "", dir: "auto", text });
        return el("th", { scope: "row" }, el("button", { type: "button", class: "link", dir: "auto", text, on: { click: () => (t.open ? t.open(item) : change({ sel: [u], pair: null })) } }));
      })));
    }
    at += 150;
  };
  add();
  const scroll = byId("table-scroll");
  scroll.onscroll = () => { if (at < tableRows.length && scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 400) add(); };
  box.replaceChildren(el("caption", { class: "offscreen", text: `${t.name} shown` }), el("thead", null, head), body);
}
function initTable() {
  byId("table-toggle").addEventListener("click", () => change({ table: !S.table }));
  byId("table-close").addEventListener("click", () => { change({ table: false }); byId("table-toggle").focus(); });
  byId("table-copy").addEventListener("click", () => {
    const clean = (v) => String(v).replace(/[\t\r\n]+/g, " ");
    copyText([TABLES[tableTab].columns, ...tableRows.map((r) => r.cells)].map((r) => r.map(clean).join("\t")).join("\n"), `${plural(tableRows.length, "row")} copied`);
  });
}
