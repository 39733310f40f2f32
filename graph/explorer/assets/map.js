// The map: outlines tinted by how many shown events concern a state, a disc for each place,
// curves from a visitor's state to the place.
const world = () => block("dg-map");
let outlines = null; // code -> Path2D
/** Equal Earth (Šavrič, Patterson, Jenny 2018), in units of the vendored outlines. */
function project(lon, lat) {
  const w = world(), t = Math.asin(0.8660254037844386 * Math.sin((lat * Math.PI) / 180)), t2 = t * t, t6 = t2 * t2 * t2;
  const x = (2 * Math.sqrt(3) * ((lon * Math.PI) / 180) * Math.cos(t)) / (3 * (9 * 0.003796 * t6 * t2 + 7 * 0.000893 * t6 + 3 * -0.081106 * t2 + 1.340264));
  const y = -t * (1.340264 + -0.081106 * t2 + t6 * (0.000893 + 0.003796 * t2));
  return [(x + w.half) * w.factor, y * w.factor - w.top];
}
function stateCentre(s) {
  const c = world().centres[G.states.code[s]];
  if (c) return c;
  let x = 0, y = 0, n = 0;
  for (let p = 0; p < nP; p++) if (G.places.state[p] === s && G.places.lat[p] !== null) { const q = project(G.places.lon[p], G.places.lat[p]); x += q[0]; y += q[1]; n++; }
  return n ? [x / n, y / n] : null;
}
function mapScene() {
  const w = world();
  const perState = new Int32Array(nS), perPlace = new Int32Array(nP);
  const flows = new Map();
  let without = 0;
  for (let e = 0; e < nE; e++) {
    if (!eShown[e]) continue;
    const p = ePlace[e], here = p >= 0 && G.places.lat[p] !== null && G.places.lon[p] !== null;
    for (let i = parties.at[e]; i < parties.at[e + 1]; i++) {
      const s = parties.data[i];
      perState[s]++;
      if (here && s !== G.places.state[p]) flows.set(s * nP + p, (flows.get(s * nP + p) || 0) + 1);
    }
    if (here) perPlace[p]++; else without++;
  }
  const nodes = [], at = new Map();
  const states = [];
  for (let s = 0; s < nS; s++) if (perState[s] && G.states.actor[s] >= 0) { const c = stateCentre(s); if (c) { at.set("s" + s, nodes.length); states.push(s); nodes.push({ ref: G.states.actor[s], x: c[0], y: c[1], r: 0, s }); } }
  const top = Math.max(1, ...perPlace);
  const order = [...perPlace.keys()].filter((p) => perPlace[p]).sort((a, b) => perPlace[b] - perPlace[a]);
  for (const p of order) { const [x, y] = project(G.places.lon[p], G.places.lat[p]); at.set("p" + p, nodes.length); nodes.push({ ref: nA + nE + p, x, y, r: 3 + 9 * Math.sqrt(perPlace[p] / Math.max(top, 8)) }); }
  const links = [...flows].sort((a, b) => b[1] - a[1]).slice(0, 90).map(([k, c]) => ({ s: Math.floor(k / nP), p: k % nP, c })).filter((f) => at.has("s" + f.s) && at.has("p" + f.p));
  const s = blank("map", nodes.length, links.length);
  s.fixed = true;
  nodes.forEach((n, i) => {
    s.x[i] = n.x; s.y[i] = n.y; s.r[i] = n.r; s.ref[i] = n.ref; s.vis[i] = 1;
    s.shape[i] = SHAPE.circle;
    s.col[i] = n.s !== undefined ? stateColour(n.s) : stateColour(G.places.state[n.ref - nA - nE]);
  });
  const most = links.length ? links[0].c : 1;
  s.count = new Int32Array(s.m);
  links.forEach((f, l) => { s.a[l] = at.get("s" + f.s); s.b[l] = at.get("p" + f.p); s.bend[l] = 0.16; s.w[l] = 0.7 + 3.2 * (f.c / most) * (most > 3 ? 1 : 0.4); s.lvis[l] = 1; s.lcol[l] = stateColour(f.s); s.count[l] = f.c; });
  styleLinks(s);
  s.rank = Int32Array.from({ length: s.n }, (_, i) => i).sort((p, q) => s.r[q] - s.r[p] || p - q);
  s.box = [w.width * 0.04, 20, w.width * 0.97, w.height * 0.98];
  if (nodes.length) {
    let x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
    for (const n of nodes) { x0 = Math.min(x0, n.x); y0 = Math.min(y0, n.y); x1 = Math.max(x1, n.x); y1 = Math.max(y1, n.y); }
    const pad = 160;
    s.box = [Math.max(0, x0 - pad), Math.max(0, y0 - pad), Math.min(w.width, x1 + pad), Math.min(w.height, y1 + pad)];
  }
  const mostOf = Math.max(1, ...perState);
  const shade = new Map();
  for (let t = 0; t < nS; t++) if (perState[t]) shade.set(G.states.code[t], { share: Math.sqrt(perState[t] / mostOf), s: t });
  s.without = without;
  s.backdrop = (pen, view, ox, oy) => paintWorld(pen, view, ox, oy, shade);
  s.landAt = (px, py) => {
    if (!outlines) return null;
    const [x, y] = toWorld(px, py);
    for (const [code, info] of shade) if (outlines.has(code) && ctx.isPointInPath(outlines.get(code), x, y)) return landOf(info.s);
    return null;
  };
  return s;
}
const lands = new Map();
function landOf(s) { if (!lands.has(s)) lands.set(s, { actor: G.states.actor[s] }); return G.states.actor[s] >= 0 ? lands.get(s) : null; }
function mixed(hue, share) { return dark() ? hsl(hue, 12 + 22 * share, 17 + 14 * share) : hsl(hue, 12 + 40 * share, 90 - 10 * share); }
function paintWorld(pen, view, ox, oy, shade) {
  const w = world();
  if (!pen.paths) {
    if (!outlines) outlines = new Map(Object.entries(w.paths).map(([code, d]) => { const moved = new Path2D(); moved.addPath(new Path2D(d), new DOMMatrix([1, 0, 0, 1, 0, -w.top])); return [code, moved]; }));
    pen.save();
    pen.translate(ox, oy);
    pen.scale(view.k, view.k);
    pen.lineWidth = 0.9 / view.k;
    pen.strokeStyle = theme.coast;
    for (const [code, path] of outlines) {
      const info = shade.get(code);
      pen.fillStyle = info ? mixed(stateHue[info.s], info.share) : theme.land;
      pen.fill(path);
      pen.stroke(path);
    }
    pen.restore();
    return;
  }
  for (const [code, d] of Object.entries(w.paths)) {
    const info = shade.get(code);
    pen.paths(d, info ? mixed(stateHue[info.s], info.share) : theme.land, theme.coast, `translate(${ox} ${oy}) scale(${view.k}) translate(0 ${-w.top})`, 0.9 / view.k);
  }
}
