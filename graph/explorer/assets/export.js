// Keep: PNG, SVG, CSV, GEXF of what is shown; citation.

/** Collects a path as text: for glyphs in the page. */
class PathPen {
  constructor() { this.d = ""; }
  moveTo(x, y) { this.d += `M${x.toFixed(1)} ${y.toFixed(1)}`; }
  lineTo(x, y) { this.d += `L${x.toFixed(1)} ${y.toFixed(1)}`; }
  closePath() { this.d += "Z"; }
  rect(x, y, w, h) { this.d += `M${x.toFixed(1)} ${y.toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}Z`; }
  quadraticCurveTo(a, b, x, y) { this.d += `Q${a.toFixed(1)} ${b.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`; }
  arc(x, y, r) { const q = r.toFixed(1); this.d += `M${(x + r).toFixed(1)} ${y.toFixed(1)}A${q} ${q} 0 1 1 ${(x - r).toFixed(1)} ${y.toFixed(1)}A${q} ${q} 0 1 1 ${(x + r).toFixed(1)} ${y.toFixed(1)}`; }
}
const xml = (s) => String(s).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
/** A canvas context that writes SVG: only what paintScene uses. */
class SvgPen extends PathPen {
  constructor() { super(); this.out = []; this.globalAlpha = 1; this.dash = []; this.lineCap = "butt"; }
  beginPath() { this.d = ""; }
  setLineDash(dash) { this.dash = dash; }
  measureText(t) { ctx.font = this.font; return ctx.measureText(t); }
  alpha(name) { return this.globalAlpha < 1 ? ` ${name}="${this.globalAlpha.toFixed(2)}"` : ""; }
  fill() { if (this.d) this.out.push(`<path d="${this.d}" fill="${this.fillStyle}"${this.alpha("fill-opacity")}/>`); }
  stroke() { if (this.d) this.out.push(`<path d="${this.d}" fill="none" stroke="${this.strokeStyle}" stroke-width="${(+this.lineWidth).toFixed(2)}"${this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : ""}${this.lineCap === "round" ? ' stroke-linecap="round"' : ""}${this.alpha("stroke-opacity")}/>`); }
  text(t, x, y, look) {
    const m = /^(\d+) (\d+)px (.*)$/.exec(this.font) || [0, 400, 12, "sans-serif"];
    const anchor = { center: "middle", right: "end" }[this.textAlign] || "start";
    const dy = { top: m[2] * 0.82, middle: m[2] * 0.35, bottom: -m[2] * 0.2 }[this.textBaseline] || 0;
    this.out.push(`<text x="${x.toFixed(1)}" y="${(y + dy).toFixed(1)}" font-family="${xml(m[3])}" font-size="${m[2]}" font-weight="${m[1]}" text-anchor="${anchor}" ${look}>${xml(t)}</text>`);
  }
  fillText(t, x, y) { this.text(t, x, y, `fill="${this.fillStyle}"${this.alpha("fill-opacity")}`); }
  strokeText(t, x, y) { this.text(t, x, y, `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="round"${this.alpha("stroke-opacity")}`); }
  paths(d, fill, stroke, transform, width) { this.out.push(`<path d="${d}" fill="${fill}" stroke="${stroke}" stroke-width="${width}" transform="${transform}"/>`); }
}
function toSvg() {
  const pen = new SvgPen();
  paintScene(pen, scene, cam);
  return `<svg xmlns="${SVGNS}" width="${cam.w}" height="${cam.h}" viewBox="0 0 ${cam.w} ${cam.h}"><title>${xml(G.title)}</title><desc>${xml(citation())}</desc>${pen.out.join("\n")}</svg>\n`;
}
function save(name, type, data) {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  const a = el("a", { href: url, download: name });
  doc.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 20000);
  toast(`${name} saved`);
}
const fileName = (ext) => `${fold(G.title).replace(/ /g, "-").slice(0, 60) || "graph"}-${S.view}.${ext}`;
function savePng() {
  const scale = Math.min(4, Math.sqrt(16e6 / (cam.w * cam.h)));
  const big = el("canvas");
  big.width = Math.round(cam.w * scale);
  big.height = Math.round(cam.h * scale);
  const pen = big.getContext("2d", { alpha: false });
  pen.scale(scale, scale);
  paintScene(pen, scene, cam);
  big.toBlob((blob) => (blob ? save(fileName("png"), "image/png", blob) : toast("This browser could not make the picture; take SVG")), "image/png");
}
function toCsv() {
  const kind = S.table ? tableTab : S.view === "actors" || S.view === "states" ? "pairs" : "events";
  // a cell that a spreadsheet would run as a formula is made plain text
  const cell = (v) => { let s = String(v); if (/^[=+\-@\t\r]/.test(s) && Number.isNaN(Number(s))) s = "'" + s; return /[",\n\r]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s; };
  return "\ufeff" + [TABLES[kind].columns, ...sortedRows(kind).map((r) => r.cells)].map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
}
function toGexf() {
  const s = scene.pairs || S.view === "events" ? scene : null;
  const base = s || (scenes.events ||= eventsScene());
  const isEvents = base.view === "events";
  const out = ['<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    `<meta><creator>${xml(G.software)}</creator><description>${xml(citation())}</description></meta>`,
    `<graph defaultedgetype="${isEvents ? "directed" : "undirected"}" mode="static">`,
    '<attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="state" title="state" type="string"/><attribute id="type" title="type" type="string"/><attribute id="status" title="status" type="string"/><attribute id="date" title="date" type="string"/><attribute id="place" title="place" type="string"/></attributes>',
    '<attributes class="edge"><attribute id="type" title="type" type="string"/><attribute id="count" title="count" type="integer"/></attributes>', "<nodes>"];
  const value = (f, v) => (v ? `<attvalue for="${f}" value="${xml(v)}"/>` : "");
  const shown = (i) => (s ? base.vis[i] : i < nA ? aShown[i] : eShown[i - nA]);
  for (let i = 0; i < base.n; i++) {
    if (!shown(i)) continue;
    const u = base.ref[i];
    const attrs = isEvent(u)
      ? value("kind", "event") + value("type", typeName(u - nA)) + value("status", statusName(u - nA)) + value("date", G.events.date[u - nA]) + value("place", ePlace[u - nA] >= 0 ? G.places.label[ePlace[u - nA]] : "")
      : value("kind", kindName(u)) + value("state", aState[u] >= 0 ? G.states.code[aState[u]] : "");
    out.push(`<node id="${xml(idOf(u))}" label="${xml(labelOf(u))}"><attvalues>${attrs}</attvalues><viz:position x="${base.x[i].toFixed(1)}" y="${(-base.y[i]).toFixed(1)}" z="0"/><viz:size value="${base.r[i].toFixed(1)}"/></node>`);
  }
  out.push("</nodes>", "<edges>");
  for (let l = 0; l < base.m; l++) {
    if (!(s ? base.lvis[l] : aShown[base.a[l]] && eShown[base.b[l] - nA])) continue;
    const kind = isEvents ? word(G.parts.role[l]) : G.types[base.lcol[l]], count = isEvents ? 1 : base.count[l];
    const [from, to] = isEvents ? [base.b[l], base.a[l]] : [base.a[l], base.b[l]];
    out.push(`<edge id="${l}" source="${xml(idOf(base.ref[from]))}" target="${xml(idOf(base.ref[to]))}" weight="${count}" label="${xml(kind)}"><attvalues>${value("type", kind)}<attvalue for="count" value="${count}"/></attvalues></edge>`);
  }
  out.push("</edges>", "</graph>", "</gexf>", "");
  return out.join("\n");
}
function citation() {
  const n = `${plural(shownEvents, G.native ? "event" : "relation")} of ${num(nE)}`;
  const span = S.from !== null || S.to !== null ? [S.from ?? dayMin, S.to ?? dayMax] : timed ? [dayMin, dayMax] : null;
  const when = span ? `, ${human(iso(span[0]) + "/" + iso(span[1]))}` : "";
  const address = location.protocol === "http:" || location.protocol === "https:" ? ` ${location.href}` : ` View: ${toHash()}`;
  return `${G.title}${G.selection ? ` (${G.selection})` : ""}. Knowledge graph of diplomacy made with ${G.software}; ${n}, ${plural(shownActors, G.native ? "actor" : "node")}${when}. Accessed ${humanOne(new Date().toISOString().slice(0, 10))}.${address}`;
}
function initExport() {
  const menu = byId("keep-menu"), open = byId("keep");
  const close = () => { menu.hidden = true; open.setAttribute("aria-expanded", "false"); };
  const items = [
    ["PNG picture", savePng], ["SVG picture", () => save(fileName("svg"), "image/svg+xml", toSvg())],
    ["CSV of what is shown", () => save(fileName("csv"), "text/csv", toCsv())], ["GEXF for Gephi", () => save(fileName("gexf"), "application/xml", toGexf())],
    ["Copy link to this view", () => copyText(location.href, "Link copied")], ["Copy citation", () => copyText(citation(), "Citation copied")],
  ];
  menu.replaceChildren(...items.map(([name, run]) => el("button", { type: "button", role: "menuitem", text: name, on: { click: () => { close(); open.focus(); run(); } } })));
  open.addEventListener("click", () => { menu.hidden = !menu.hidden; open.setAttribute("aria-expanded", String(!menu.hidden)); if (!menu.hidden) menu.firstChild.focus(); });
  menu.addEventListener("keydown", (ev) => {
    const all = [...menu.children], at = all.indexOf(doc.activeElement);
    if (ev.key === "ArrowDown" || ev.key === "ArrowUp") { ev.preventDefault(); all[(at + (ev.key === "ArrowDown" ? 1 : all.length - 1)) % all.length].focus(); }
    else if (ev.key === "Escape") { close(); open.focus(); ev.stopPropagation(); }
    else if (ev.key === "Tab") close();
  });
  doc.addEventListener("pointerdown", (ev) => { if (!menu.hidden && !menu.contains(ev.target) && ev.target !== open) close(); });
  // print the picture as SVG, in the light theme
  addEventListener("beforeprint", () => {
    const was = theme;
    theme = THEMES.light;
    makeColours();
    const pic = new DOMParser().parseFromString(toSvg(), "image/svg+xml").documentElement;
    theme = was;
    makeColours();
    byId("print").replaceChildren(doc.importNode(pic, true), el("p", { text: citation() }));
  });
  addEventListener("afterprint", () => byId("print").replaceChildren());
}
