// Drawing: one function for the screen, PNG and SVG alike. Only the calls of `SvgPen` are used.
const THEMES = {
  light: { paper: "#fbfaf7", ink: "#1b2330", muted: "#5b6472", line: "#d9d5ca", halo: "#fbfaf7", land: "#ece8de", coast: "#fbfaf7", i: 0 },
  dark: { paper: "#11151b", ink: "#e9ecf1", muted: "#9aa5b4", line: "#2c343f", halo: "#11151b", land: "#1d242d", coast: "#11151b", i: 1 },
};
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
let theme = THEMES.light;
const dark = () => theme.i === 1;

const hsl = (h, s, l) => `hsl(${h.toFixed(0)},${s}%,${l}%)`;
let COL = []; // per colour number: fill, stroke, text
function makeColours() {
  const d = dark();
  COL = [];
  for (let t = 0; t < nT; t++) COL.push({ fill: typePair[t][theme.i], stroke: typePair[t][theme.i], text: theme.ink });
  for (let s = 0; s < nS; s++) COL.push(d ? { fill: hsl(stateHue[s], 34, 27), stroke: hsl(stateHue[s], 48, 62), text: hsl(stateHue[s], 60, 86) } : { fill: hsl(stateHue[s], 62, 90), stroke: hsl(stateHue[s], 46, 42), text: hsl(stateHue[s], 55, 24) });
  COL.push(d ? { fill: "#2a313c", stroke: "#8793a5", text: "#dfe4ea" } : { fill: "#eceef1", stroke: "#6d7685", text: "#333b47" });
}

const zoomed = (k) => (k <= 1 ? k : k ** 0.62);
const nodePx = (s, i, k) => (s.fixed ? s.r[i] : Math.max(s.r[i] ? 1.5 : 0, s.r[i] * zoomed(k)));

function addShape(pen, shape, x, y, r) {
  switch (shape) {
    case 1: r *= 1.18; pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y); pen.closePath(); break;
    case 2: r *= 0.9; pen.rect(x - r, y - r, 2 * r, 2 * r); break;
    case 3: r *= 1.15; pen.moveTo(x, y - r); pen.lineTo(x + r, y + r * 0.8); pen.lineTo(x - r, y + r * 0.8); pen.closePath(); break;
    case 4: r *= 1.15; pen.moveTo(x, y + r); pen.lineTo(x + r, y - r * 0.8); pen.lineTo(x - r, y - r * 0.8); pen.closePath(); break;
    case 5: { r *= 1.35; const q = r * 0.36; pen.moveTo(x, y - r); pen.lineTo(x + q, y - q); pen.lineTo(x + r, y); pen.lineTo(x + q, y + q); pen.lineTo(x, y + r); pen.lineTo(x - q, y + q); pen.lineTo(x - r, y); pen.lineTo(x - q, y - q); pen.closePath(); break; }
    case 6: { const h = r * 0.866; pen.moveTo(x - r, y); pen.lineTo(x - r / 2, y - h); pen.lineTo(x + r / 2, y - h); pen.lineTo(x + r, y); pen.lineTo(x + r / 2, y + h); pen.lineTo(x - r / 2, y + h); pen.closePath(); break; }
    case 7: { const w = r * 1.12, h = r * 0.86; if (r < 4) pen.rect(x - w, y - h, 2 * w, 2 * h); else roundRect(pen, x - w, y - h, 2 * w, 2 * h, Math.min(r * 0.35, 6)); break; }
    case 8: { pen.moveTo(x, y - r); pen.lineTo(x + 0.951 * r, y - 0.309 * r); pen.lineTo(x + 0.588 * r, y + 0.809 * r); pen.lineTo(x - 0.588 * r, y + 0.809 * r); pen.lineTo(x - 0.951 * r, y - 0.309 * r); pen.closePath(); break; }
    default: if (r < 1.8) pen.rect(x - r, y - r, 2 * r, 2 * r); else { pen.moveTo(x + r, y); pen.arc(x, y, r, 0, 6.283185307); }
  }
}
function roundRect(pen, x, y, w, h, r) {
  pen.moveTo(x + r, y); pen.lineTo(x + w - r, y); pen.quadraticCurveTo(x + w, y, x + w, y + r); pen.lineTo(x + w, y + h - r);
  pen.quadraticCurveTo(x + w, y + h, x + w - r, y + h); pen.lineTo(x + r, y + h); pen.quadraticCurveTo(x, y + h, x, y + h - r);
  pen.lineTo(x, y + r); pen.quadraticCurveTo(x, y, x + r, y); pen.closePath();
}
/** Hatching inside a glyph: three slanted strokes in its inner circle. */
function addHatch(pen, x, y, r) {
  const q = r * 0.74;
  for (const t of [-0.5, 0, 0.5]) {
    const d = t * q, half = Math.sqrt(q * q - d * d) * 0.707, mx = d * 0.707;
    pen.moveTo(x + mx - half, y + mx + half);
    pen.lineTo(x + mx + half, y + mx - half);
  }
}

/** Where a link bends: the control point of its curve, on the screen. */
function control(s, l, ax, ay, bx, by) {
  const bend = s.bend[l];
  return [(ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend];
}

const textWidths = new Map();
function widthOf(pen, text, font) {
  const key = font + text;
  let w = textWidths.get(key);
  if (w === undefined) {
    pen.font = font;
    w = pen.measureText(text).width;
    if (textWidths.size > 20000) textWidths.clear();
    textWidths.set(key, w);
  }
  return w;
}

/** Does this drawing show communities first? */
function overviewOf(s, k) {
  if (!s.com || S.focus.length || S.path || G.coms < 3) return false;
  return s.shown > 700 && k < (s.view === "events" ? 0.62 : 0.5);
}

/** Draw a scene. `view` holds x, y (world at the middle), k (zoom), w, h (pixels). */
function paintScene(pen, s, view, options = {}) {
  const { w, h, k } = view;
  const ox = w / 2 - view.x * k, oy = h / 2 - view.y * k;
  const X = (i) => s.x[i] * k + ox, Y = (i) => s.y[i] * k + oy;
  pen.globalAlpha = 1;
  pen.fillStyle = theme.paper;
  pen.beginPath(); pen.rect(0, 0, w, h); pen.fill();
  if (s.backdrop) s.backdrop(pen, view, ox, oy);
  if (s.lanes) paintLanes(pen, s, view, ox, oy);
  const overview = overviewOf(s, k);
  if (overview) paintGroups(pen, s, view, ox, oy);
  paintLinks(pen, s, view, X, Y, overview);
  if (overview) paintBetween(pen, s, view, ox, oy);
  paintNodes(pen, s, view, X, Y, overview);
  const boxes = new Boxes(w, h);
  boxes.take(0, 0, Math.min(w, 330), 30); // the count stands there
  if (overview && !s.marked) paintGroupNames(pen, s, view, ox, oy, boxes);
  if (options.labels !== false) paintLabels(pen, s, view, X, Y, boxes, overview);
  pen.globalAlpha = 1;
}

function paintLinks(pen, s, view, X, Y, overview) {
  const { w, h, k } = view;
  const curved = s.view !== "events" && s.view !== "year";
  const sparse = s.m > 400 && !s.fixed;
  const dashes = k > 0.35 || s.m < 3000;
  const base = s.fixed ? 0.42 : curved ? 0.62 : dark() ? 0.5 : 0.42;
  const crowd = clamp(1 - Math.log10(Math.max(1, s.m / 600)) * 0.28, 0.4, 1) * (k < 0.5 ? 0.75 : 1);
  pen.lineCap = "butt";
  for (let pass = s.marked ? 0 : 1; pass < 2; pass++) {
    const dimPass = pass === 0;
    if (dimPass && s.m > 4000) continue;
    let key = -1, run = 0, open = false;
    const flush = () => { if (open) { pen.stroke(); open = false; run = 0; } };
    for (let o = 0; o < s.m; o++) {
      const l = s.order[o];
      if (!s.lvis[l] || (s.marked && (s.ldim[l] === 1) !== dimPass)) continue;
      if (overview && s.far[l] && !(s.marked && !s.ldim[l])) continue;
      const i = s.a[l], j = s.b[l];
      const ax = X(i), ay = Y(i), bx = X(j), by = Y(j);
      if ((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > w && bx > w) || (ay > h && by > h)) continue;
      // between two ends that nobody sees, a line tells nothing
      if (sparse && (ax < 0 || ay < 0 || ax > w || ay > h) && (bx < 0 || by < 0 || bx > w || by > h)) continue;
      if (s.key[l] !== key || run > 800) {
        flush();
        if (s.key[l] !== key) {
          key = s.key[l];
          pen.strokeStyle = COL[s.lcol[l]].stroke;
          pen.globalAlpha = dimPass ? 0.07 : s.marked ? 0.8 : base * crowd * (s.far[l] ? 0.38 : 1);
          const thick = s.fixed ? s.w[l] : s.w[l] * clamp(k, 0.55, 1.5);
          pen.lineWidth = Math.max(0.6, thick);
          pen.setLineDash(dashes && s.dash[l] ? [5, 4] : []);
        }
        pen.beginPath();
        open = true;
      }
      pen.moveTo(ax, ay);
      if (s.bend[l]) { const [cx, cy] = control(s, l, ax, ay, bx, by); pen.quadraticCurveTo(cx, cy, bx, by); } else pen.lineTo(bx, by);
      run++;
    }
    flush();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/** Nodes of one look share one path. */
function paintNodes(pen, s, view, X, Y, overview) {
  const { w, h, k } = view;
  const buckets = new Map();
  for (let i = 0; i < s.n; i++) {
    if (!s.vis[i]) continue;
    const x = X(i), y = Y(i), r = nodePx(s, i, k);
    if (r <= 0 || x + r < 0 || y + r < 0 || x - r > w || y - r > h) continue;
    const key = (s.dim[i] * 8 + s.state[i]) * 4096 + s.col[i];
    let bucket = buckets.get(key);
    if (!bucket) buckets.set(key, (bucket = []));
    bucket.push(i);
  }
  const keys = [...buckets.keys()].sort((p, q) => q - p);
  for (const key of keys) {
    const list = buckets.get(key), dimmed = key >= 8 * 4096, state = Math.floor(key / 4096) % 8, colour = COL[key % 4096];
    const isType = key % 4096 < nT;
    pen.globalAlpha = dimmed ? 0.13 : overview && s.view === "events" && isType ? 0.75 : 1;
    if (pen.fillRect && state === 0 && isType && nodePx(s, list[0], k) < 2.1) {
      // specks: squares without a path are drawn many times faster
      pen.fillStyle = colour.fill;
      for (const i of list) { const r = nodePx(s, i, k) * 0.95; pen.fillRect(X(i) - r, Y(i) - r, 2 * r, 2 * r); }
      continue;
    }
    for (let from = 0; from < list.length; from += 600) {
      const part = list.slice(from, from + 600);
      pen.beginPath();
      for (const i of part) addShape(pen, s.shape[i], X(i), Y(i), nodePx(s, i, k));
      pen.fillStyle = state === 0 || state === 4 ? colour.fill : theme.paper;
      pen.fill();
      if (state || !isType) {
        pen.strokeStyle = colour.stroke;
        pen.lineWidth = isType ? 1.3 : clamp(nodePx(s, part[0], k) * 0.17, 0.7, 1.6);
        if (state === 2) pen.setLineDash([2, 2]);
        pen.stroke();
        pen.setLineDash([]);
      }
      if (state === 1 || state === 3 || state === 4) {
        pen.beginPath();
        for (const i of part) {
          const r = nodePx(s, i, k), x = X(i), y = Y(i);
          if (r < 2.6) continue;
          if (state === 1) addHatch(pen, x, y, r);
          else if (state === 3) { pen.moveTo(x - r * 1.15, y + r * 1.15); pen.lineTo(x + r * 1.15, y - r * 1.15); }
          else { const q = r * 1.65; pen.moveTo(x + q, y); pen.arc(x, y, q, 0, 6.283185307); }
        }
        pen.lineWidth = state === 1 ? 1 : 1.3;
        pen.strokeStyle = colour.stroke;
        pen.stroke();
      }
    }
  }
  pen.globalAlpha = 1;
  // codes of states and organisations inside their glyphs
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let i = 0; i < s.n; i++) {
    if (!s.vis[i] || s.shape[i] !== SHAPE.box) continue;
    const r = nodePx(s, i, k);
    if (r < 8) continue;
    const x = X(i), y = Y(i);
    if (x < -r || y < -r || x > w + r || y > h + r) continue;
    const st = stateOfActor[s.ref[i]];
    if (st < 0) continue;
    pen.globalAlpha = s.dim[i] ? 0.2 : 1;
    pen.font = `600 ${Math.round(clamp(r * 0.72, 7, 22))}px ${FONT}`;
    pen.fillStyle = COL[s.col[i]].text;
    pen.fillText(G.states.code[st], x, y + 0.5);
  }
  pen.globalAlpha = 1;
}

/** Which parts of the screen are taken, on a coarse grid. */
class Boxes {
  constructor(w, h) { this.c = 7; this.w = Math.ceil(w / this.c) + 1; this.h = Math.ceil(h / this.c) + 1; this.taken = new Uint8Array(this.w * this.h); }
  each(x0, y0, x1, y1, run) {
    const a = clamp(Math.floor(x0 / this.c), 0, this.w - 1), b = clamp(Math.floor(x1 / this.c), 0, this.w - 1);
    const c = clamp(Math.floor(y0 / this.c), 0, this.h - 1), d = clamp(Math.floor(y1 / this.c), 0, this.h - 1);
    for (let y = c; y <= d; y++) for (let x = a; x <= b; x++) if (run(y * this.w + x)) return true;
    return false;
  }
  free(x0, y0, x1, y1) { return !this.each(x0, y0, x1, y1, (i) => this.taken[i] === 1); }
  take(x0, y0, x1, y1) { this.each(x0, y0, x1, y1, (i) => { this.taken[i] = 1; return false; }); }
}

function shortLabel(u) {
  if (isEvent(u)) {
    const e = u - nA;
    return `${typeName(e)}${G.events.date[e] ? ", " + human(G.events.date[e]) : ""}`;
  }
  return labelOf(u);
}

function paintLabels(pen, s, view, X, Y, boxes, overview) {
  const { w, h, k } = view;
  const limit = Math.round((w * h) / (overview ? 52000 : 6500));
  const chosen = new Set(S.sel);
  if (S.pair) for (const u of S.pair) chosen.add(u);
  if (cursor >= 0) chosen.add(cursor);
  const names = new Boxes(w, h); // names and large actors: a name may lie over small nodes if it must
  // nodes worth seeing keep their place free
  for (let i = 0; i < s.n; i++) {
    if (!s.vis[i] || s.dim[i]) continue;
    const r = nodePx(s, i, k);
    if (r < 4) continue;
    const x = X(i), y = Y(i);
    if (x > -r && y > -r && x < w + r && y < h + r) for (const grid of r > 9 && isActor(s.ref[i]) ? [boxes, names] : [boxes]) grid.take(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8);
  }
  let drawn = 0, tried = 0;
  const draw = (i, must) => {
    const u = s.ref[i], actor = isActor(u), r = nodePx(s, i, k) + (must && S.sel.includes(u) ? 6 : 0), x = X(i), y = Y(i);
    if (x < -40 || y < -20 || x > w + 40 || y > h + 20) return;
    if (s.lanes && actor) { laneLabel(pen, s, i, x, y, r); return; }
    if (s.lanes && !must) return;
    if (!must) {
      if (isEvent(u) && (k < 1.35 || r < 5)) return;
      if (actor && r < (overview ? 3.6 : 4.6) && drawn > 26) return;
    }
    tried++;
    const size = actor ? clamp(Math.round(9.5 + r * 0.22), 11, 16) : 11;
    const strong = actor && stateOfActor[u] >= 0 && r > 9 && s.view !== "states";
    const font = `${must || strong ? 600 : 400} ${size}px ${FONT}`;
    const text = isolate(clip(shortLabel(u), 34));
    const tw = widthOf(pen, text, font), th = size + 3;
    const spots = [[x - tw / 2, y + r + 2], [x - tw / 2, y - r - th - 1], [x + r + 4, y - th / 2], [x - r - tw - 4, y - th / 2]];
    const fits = (grid) => ([lx, ly]) => lx > 2 && ly > 2 && lx + tw < w - 2 && ly + th < h - 2 && grid.free(lx - 1, ly, lx + tw + 1, ly + th - 1);
    let spot = spots.find(fits(boxes));
    if (!spot && (must || (actor && tried < 16 && r > 11 && s.view !== "states"))) spot = spots.find(fits(names));
    if (!spot) { if (!must) return; spot = spots[0]; }
    for (const grid of [boxes, names]) grid.take(spot[0], spot[1], spot[0] + tw, spot[1] + th);
    pen.font = font;
    pen.textAlign = "left";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    pen.globalAlpha = must ? 1 : 0.9;
    pen.strokeStyle = theme.halo;
    pen.lineWidth = 3.5;
    pen.strokeText(text, spot[0], spot[1] + 1);
    pen.globalAlpha = 1;
    pen.fillStyle = actor || must ? theme.ink : theme.muted;
    pen.fillText(text, spot[0], spot[1] + 1);
    drawn++;
  };
  if (chosen.size) for (let i = 0; i < s.n; i++) if (s.vis[i] && chosen.has(s.ref[i]) && (!s.lanes || nodePx(s, i, k) > 4)) draw(i, true);
  for (let o = 0; o < s.n && drawn < limit && tried < 2500; o++) {
    const i = s.rank[o];
    if (!s.vis[i] || s.dim[i] || chosen.has(s.ref[i])) continue;
    draw(i, false);
  }
}

// --- overview: communities tinted and named, one curve for each pair of them
function paintGroups(pen, s, view, ox, oy) {
  for (const g of groupsOf(s).list) {
    if (g.nodes < 6) continue;
    pen.globalAlpha = 1;
    pen.fillStyle = dark() ? hsl(g.hue, 22, 11.5) : hsl(g.hue, 48, 94.5);
    pen.beginPath();
    const r = g.r * view.k;
    pen.moveTo(g.x * view.k + ox + r, g.y * view.k + oy);
    pen.arc(g.x * view.k + ox, g.y * view.k + oy, r, 0, 6.283185307);
    pen.fill();
  }
}
function paintBetween(pen, s, view, ox, oy) {
  const { pairs } = groupsOf(s);
  if (!pairs.length) return;
  const top = pairs[0].count;
  pen.strokeStyle = dark() ? "#8ea0b8" : "#5f6f86";
  pen.setLineDash([]);
  pen.lineCap = "round";
  for (const p of pairs) {
    const share = Math.sqrt(p.count / top);
    if (share * 11 < 1) continue;
    const ax = p.a.x * view.k + ox, ay = p.a.y * view.k + oy, bx = p.b.x * view.k + ox, by = p.b.y * view.k + oy;
    pen.globalAlpha = (s.marked ? 0.1 : 0.12) + (s.marked ? 0 : 0.26 * share);
    pen.lineWidth = Math.max(1, 11 * share * clamp(view.k * 3, 0.5, 1.2));
    pen.beginPath();
    pen.moveTo(ax, ay);
    pen.quadraticCurveTo((ax + bx) / 2 - (by - ay) * 0.12, (ay + by) / 2 + (bx - ax) * 0.12, bx, by);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.lineCap = "butt";
}
function paintGroupNames(pen, s, view, ox, oy, boxes) {
  let shown = 0;
  for (const g of groupsOf(s).list) {
    if (shown > 24) break;
    const r = g.r * view.k;
    if (r < 20 || g.size < 4) continue;
    const size = clamp(Math.round(10 + r * 0.045), 12, 18), font = `600 ${size}px ${FONT}`;
    const text = isolate(g.name);
    const tw = widthOf(pen, text, font), mid = g.x * view.k + ox;
    if (mid < 0 || mid > view.w) continue;
    const x = clamp(mid - tw / 2, 4, Math.max(4, view.w - tw - 4)), y = g.y * view.k + oy - Math.min(r, view.h / 3) - size * 0.2;
    if (y < -20 || y > view.h || !boxes.free(x, y, x + tw, y + size + 4)) continue;
    boxes.take(x - 2, y - 2, x + tw + 2, y + size + 6);
    pen.font = font;
    pen.textAlign = "left";
    pen.textBaseline = "top";
    pen.lineJoin = "round";
    pen.strokeStyle = theme.halo;
    pen.lineWidth = 4;
    pen.strokeText(text, x, y);
    pen.fillStyle = dark() ? hsl(g.hue, 42, 76) : hsl(g.hue, 48, 30);
    pen.fillText(text, x, y);
    shown++;
  }
}

// --- a year: months, lanes
function paintLanes(pen, s, view, ox, oy) {
  const { count, height, width, first, days } = s.lanes, { k } = view;
  const y0 = -height * 0.9 * k + oy, y1 = (count - 0.4) * height * k + oy;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.textBaseline = "bottom";
  pen.textAlign = "left";
  for (let m = 0; m <= 12; m++) {
    const d = new Date(0);
    d.setUTCFullYear(yearOf(first), m, 1);
    const x = ((Math.round(d.getTime() / DAY) - first) * (width / days)) * k + ox;
    pen.globalAlpha = 0.75;
    pen.strokeStyle = theme.line;
    pen.beginPath(); pen.moveTo(x, y0); pen.lineTo(x, y1); pen.stroke();
    if (m < 12) {
      pen.globalAlpha = 1;
      pen.fillStyle = theme.muted;
      pen.font = `600 12px ${FONT}`;
      pen.fillText(MON[m], x + 5, y0 - 2);
    }
  }
  for (let i = 0; i < count; i++) {
    const y = i * height * k + oy;
    pen.globalAlpha = i ? 0.6 : 1;
    pen.strokeStyle = i ? theme.line : theme.muted;
    pen.beginPath(); pen.moveTo(ox, y); pen.lineTo(width * k + ox, y); pen.stroke();
  }
  pen.globalAlpha = 1;
}
function laneLabel(pen, s, i, x, y, r) {
  pen.font = `${s.ref[i] === S.person ? 700 : 400} 12px ${FONT}`;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.globalAlpha = s.dim[i] ? 0.35 : 1;
  pen.fillStyle = theme.ink;
  pen.fillText(isolate(clip(labelOf(s.ref[i]), clamp(Math.floor((x - r - 14) / 6.9), 6, 34))), x - r - 6, y);
  pen.globalAlpha = 1;
}
