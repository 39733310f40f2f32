// The stage: two canvases (picture; hover, cursor and lasso), camera and pointer.
const stage = byId("stage");
const canvas = byId("graph"), over = byId("over");
const ctx = canvas.getContext("2d", { alpha: false }), octx = over.getContext("2d");
const cam = { x: 0, y: 0, k: 1, w: 1, h: 1 };
let ratio = 1;
let hover = -1, hoverLink = -1, hoverLand = null; // scene numbers
let cursor = -1; // node number under the keyboard
let lassoing = false, lasso = null;

let pendingDraw = false, pendingOver = false;
function redraw() {
  if (pendingDraw) return;
  pendingDraw = true;
  requestAnimationFrame(flush);
}
/** Draw now what was to be drawn with the next frame. */
function flush() {
  if (pendingDraw) drawNow();
}
function redrawOver() {
  if (pendingOver) return;
  pendingOver = true;
  requestAnimationFrame(() => { pendingOver = false; drawOver(); });
}
function drawNow() {
  pendingDraw = false;
  const t = performance.now();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintScene(ctx, scene, cam);
  canvas.style.transform = "";
  Object.assign(painted, { x: cam.x, y: cam.y, k: cam.k, ms: performance.now() - t });
  drawOver();
}
/** While the hand moves over a large graph, the picture that is there moves along; drawn anew at rest. */
const painted = { x: 0, y: 0, k: 1, ms: 0 };
let restTimer = 0;
function redrawMoving() {
  clearTimeout(restTimer);
  if (scene.shown < 4000 && painted.ms < 12) { redraw(); return; }
  const z = cam.k / painted.k;
  if (z > 4 || z < 0.25) { redraw(); return; }
  const dx = (cam.w / 2) * (1 - z) + (painted.x - cam.x) * cam.k, dy = (cam.h / 2) * (1 - z) + (painted.y - cam.y) * cam.k;
  canvas.style.transform = `translate(${dx}px,${dy}px) scale(${z})`;
  redrawOver();
  restTimer = setTimeout(redraw, 140);
}

function resize() {
  const box = stage.getBoundingClientRect();
  const w = Math.max(50, Math.round(box.width)), h = Math.max(50, Math.round(box.height));
  const next = clamp(devicePixelRatio || 1, 1, 3);
  if (w === cam.w && h === cam.h && next === ratio) return false;
  cam.w = w; cam.h = h; ratio = next;
  for (const c of [canvas, over]) { c.width = w * ratio; c.height = h * ratio; c.style.width = w + "px"; c.style.height = h + "px"; }
  return true;
}

/** The rectangle of what is visible, or of some scene numbers. */
function boundsOf(s, only) {
  if (s.box && !only) return s.box;
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  const see = (i) => { const r = s.fixed ? 0 : s.r[i]; x0 = Math.min(x0, s.x[i] - r); y0 = Math.min(y0, s.y[i] - r); x1 = Math.max(x1, s.x[i] + r); y1 = Math.max(y1, s.y[i] + r); };
  if (only) only.forEach(see);
  else for (let i = 0; i < s.n; i++) if (s.vis[i]) see(i);
  return x0 > x1 ? null : [x0, y0, x1, y1];
}
/** Pixels of the stage that the panel covers from below (narrow windows only). */
function covered() {
  const panel = byId("panel-wrap");
  if (panel.hidden || getComputedStyle(panel).position !== "fixed") return 0;
  return Math.max(0, stage.getBoundingClientRect().bottom - panel.getBoundingClientRect().top);
}
/** The part of the stage that nothing covers. */
function freeArea() {
  const pad = cam.w < 620 ? 22 : 40;
  const top = scene.lanes ? 78 : 40, legend = byId("legend");
  const bottom = covered() + (legend.open && legend.offsetHeight < cam.h / 3 ? legend.offsetHeight : 0) + 30;
  return { x: pad, y: top, w: Math.max(60, cam.w - 2 * pad), h: Math.max(60, cam.h - top - bottom) };
}
function frameBox(box, limit = 2.2) {
  const area = freeArea();
  const k = clamp(Math.min(area.w / Math.max(1, box[2] - box[0]), area.h / Math.max(1, box[3] - box[1])), 0.005, limit);
  return { x: (box[0] + box[2]) / 2 - (area.x + area.w / 2 - cam.w / 2) / k, y: (box[1] + box[3]) / 2 - (area.y + area.h / 2 - cam.h / 2) / k, k };
}
function fit(animated) {
  const box = boundsOf(scene);
  if (!box) return;
  S.cam = null;
  const target = frameBox(box, scene.lanes ? 1.25 : 2.2);
  if (scene.lanes && target.k < 0.75) { target.k = Math.min(0.85, (cam.w - 30) / (box[2] - box[0])); target.y = box[1] + (cam.h / 2 - 70) / target.k; }
  glide(target, animated);
}
const still = matchMedia("(prefers-reduced-motion: reduce)");
let gliding = 0;
function glide(target, animated) {
  cancelAnimationFrame(gliding);
  const from = { x: cam.x, y: cam.y, k: cam.k };
  if (!animated || still.matches) { Object.assign(cam, target); redraw(); return; }
  const t0 = performance.now();
  const step = (t) => {
    const q = clamp((t - t0) / 260, 0, 1), e = q * q * (3 - 2 * q);
    cam.x = from.x + (target.x - from.x) * e;
    cam.y = from.y + (target.y - from.y) * e;
    cam.k = from.k * (target.k / from.k) ** e;
    if (q < 1) { redrawMoving(); gliding = requestAnimationFrame(step); } else redraw();
  };
  gliding = requestAnimationFrame(step);
}
let camTimer = 0;
function camMoved() {
  cancelAnimationFrame(gliding);
  S.cam = { x: cam.x, y: cam.y, k: cam.k };
  clearTimeout(camTimer);
  camTimer = setTimeout(() => writeHash(false), 250);
  redrawMoving();
}
function zoomAt(px, py, factor) {
  const k = clamp(cam.k * factor, 0.005, 40);
  cam.x += (px - cam.w / 2) * (1 / cam.k - 1 / k);
  cam.y += (py - cam.h / 2) * (1 / cam.k - 1 / k);
  cam.k = k;
  camMoved();
}
const toWorld = (px, py) => [(px - cam.w / 2) / cam.k + cam.x, (py - cam.h / 2) / cam.k + cam.y];
const toScreen = (i) => [(scene.x[i] - cam.x) * cam.k + cam.w / 2, (scene.y[i] - cam.y) * cam.k + cam.h / 2];

/** Bring some nodes into view; only if they are not in it already, unless `always`. */
function reveal(us, always) {
  const set = new Set(us), at = [];
  for (let i = 0; i < scene.n; i++) if (scene.vis[i] && set.has(scene.ref[i])) at.push(i);
  if (!at.length) return;
  const inside = at.every((i) => { const [x, y] = toScreen(i); return x > 30 && y > 30 && x < cam.w - 30 && y < cam.h - 30 - covered(); });
  if (inside && !always && nodePx(scene, at[0], cam.k) > 3) return;
  const box = boundsOf(scene, at);
  const target = frameBox([box[0] - 60, box[1] - 60, box[2] + 60, box[3] + 60], Math.max(1.4, Math.min(cam.k, 3)));
  S.cam = { ...target };
  glide(target, true);
}

// --- what is under the pointer
function nodeAt(px, py, slack) {
  const s = scene;
  let best = -1, nearest = Infinity;
  const [wx, wy] = toWorld(px, py);
  for (let i = 0; i < s.n; i++) {
    if (!s.vis[i]) continue;
    const r = nodePx(s, i, cam.k) + slack, d = Math.hypot(s.x[i] - wx, s.y[i] - wy) * cam.k;
    if (d < r && d - r * 0.5 < nearest) { nearest = d - r * 0.5; best = i; }
  }
  return best;
}
function linkAt(px, py) {
  const s = scene;
  if (!s.pairs && s.view !== "map") return -1;
  let best = -1, nearest = 6;
  for (let l = 0; l < s.m; l++) {
    if (!s.lvis[l]) continue;
    const [ax, ay] = toScreen(s.a[l]), [bx, by] = toScreen(s.b[l]);
    const [cx, cy] = control(s, l, ax, ay, bx, by);
    if (px < Math.min(ax, bx, cx) - 6 || px > Math.max(ax, bx, cx) + 6 || py < Math.min(ay, by, cy) - 6 || py > Math.max(ay, by, cy) + 6) continue;
    for (let q = 0.05; q < 1; q += 0.05) {
      const x = (1 - q) ** 2 * ax + 2 * q * (1 - q) * cx + q * q * bx, y = (1 - q) ** 2 * ay + 2 * q * (1 - q) * cy + q * q * by;
      const d = Math.hypot(x - px, y - py) - s.w[l] / 2;
      if (d < nearest) { nearest = d; best = l; }
    }
  }
  return best;
}

function drawOver() {
  octx.setTransform(ratio, 0, 0, ratio, 0, 0);
  octx.clearRect(0, 0, cam.w, cam.h);
  const s = scene, ring = (i, colour, gap, width) => {
    const [x, y] = toScreen(i);
    octx.beginPath();
    octx.arc(x, y, nodePx(s, i, cam.k) * 1.2 + gap, 0, 6.283185307);
    octx.strokeStyle = colour;
    octx.lineWidth = width;
    octx.stroke();
  };
  const accent = dark() ? "#8db8ff" : "#174ea6";
  const chosen = new Set(S.sel);
  if (S.pair) S.pair.forEach((u) => chosen.add(u));
  if (chosen.size) for (let i = 0; i < s.n; i++) if (s.vis[i] && chosen.has(s.ref[i]) && (!s.lanes || s.r[i] > 4)) ring(i, accent, 4, 2.5);
  if (hover >= 0 && hover < s.n && s.vis[hover]) {
    octx.globalAlpha = 0.9;
    octx.lineWidth = 1.6;
    for (let l = 0; l < s.m; l++) {
      if (!s.lvis[l] || (s.a[l] !== hover && s.b[l] !== hover)) continue;
      const [ax, ay] = toScreen(s.a[l]), [bx, by] = toScreen(s.b[l]), [cx, cy] = control(s, l, ax, ay, bx, by);
      octx.strokeStyle = COL[s.lcol[l]].stroke;
      octx.lineWidth = Math.max(1.6, s.fixed ? s.w[l] : s.w[l] * clamp(cam.k, 0.55, 1.5));
      octx.beginPath(); octx.moveTo(ax, ay); octx.quadraticCurveTo(cx, cy, bx, by); octx.stroke();
    }
    octx.globalAlpha = 1;
    ring(hover, theme.ink, 2, 1.8);
  }
  if (hoverLink >= 0 && hoverLink < s.m) {
    const l = hoverLink, [ax, ay] = toScreen(s.a[l]), [bx, by] = toScreen(s.b[l]), [cx, cy] = control(s, l, ax, ay, bx, by);
    octx.strokeStyle = COL[s.lcol[l]].stroke;
    octx.lineWidth = Math.max(3, s.w[l] + 2);
    octx.beginPath(); octx.moveTo(ax, ay); octx.quadraticCurveTo(cx, cy, bx, by); octx.stroke();
  }
  if (cursor >= 0 && stage.contains(doc.activeElement)) {
    for (let i = 0; i < s.n; i++) if (s.vis[i] && s.ref[i] === cursor && (!s.lanes || s.r[i] > 4)) { octx.setLineDash([4, 3]); ring(i, theme.ink, 7, 2); octx.setLineDash([]); }
  }
  if (lasso && lasso.length > 1) {
    octx.beginPath();
    lasso.forEach(([x, y], i) => (i ? octx.lineTo(x, y) : octx.moveTo(x, y)));
    octx.closePath();
    octx.fillStyle = dark() ? "rgba(141,184,255,.14)" : "rgba(23,78,166,.10)";
    octx.fill();
    octx.strokeStyle = accent;
    octx.lineWidth = 1.5;
    octx.setLineDash([5, 4]);
    octx.stroke();
    octx.setLineDash([]);
  }
}

// --- hover card
const card = byId("card");
function showCard(px, py, build) {
  card.replaceChildren(...build);
  card.hidden = false;
  const w = card.offsetWidth, h = card.offsetHeight;
  card.style.left = clamp(px + 16 + w > cam.w ? px - w - 14 : px + 16, 4, Math.max(4, cam.w - w - 4)) + "px";
  card.style.top = clamp(py + 14 + h > cam.h ? py - h - 12 : py + 14, 4, Math.max(4, cam.h - h - 4)) + "px";
}
function hideCard() { card.hidden = true; }
function cardFor(u) {
  const line = (text, cls) => el("div", { class: cls, text, dir: "auto" });
  if (isEvent(u)) {
    const e = u - nA;
    const who = [...new Set(partNames(e))];
    return [
      el("div", { class: "card-kind" }, swatch(eType[e], look(e)), el("span", { text: `${typeName(e)}${statusName(e) && statusName(e) !== "occurred" ? ", " + statusName(e) : ""}` })),
      line(clip(labelOf(u), 160), "card-title"),
      line([human(G.events.date[e]), ePlace[e] >= 0 ? G.places.label[ePlace[e]] : ""].filter(Boolean).join(" · "), "card-line"),
      who.length > 2 ? line(clip(who.join(", "), 140), "card-line") : null,
      G.events.accounts[e] > 1 ? line(plural(G.events.accounts[e], "account"), "card-line") : null,
    ].filter(Boolean);
  }
  if (isActor(u)) {
    const n = stateOfActor[u] >= 0 && (S.view === "states" || S.view === "map") ? visibleOf(u).length : aCount[u];
    const top = counterparts(u, true).slice(0, 3).map(([a, c]) => `${labelOf(a)} (${c})`);
    return [
      el("div", { class: "card-kind", text: [kindName(u), stateOfActor[u] < 0 && aState[u] >= 0 ? stateName(aState[u]) : ""].filter(Boolean).join(", ") }),
      line(clip(labelOf(u), 120), "card-title"),
      line(`${plural(n, G.native ? "event" : "relation")} shown`, "card-line"),
      top.length ? line("with " + clip(top.join(", "), 120), "card-line") : null,
    ].filter(Boolean);
  }
  const p = u - nA - nE;
  return [el("div", { class: "card-kind", text: "place" }), line(labelOf(u), "card-title"), line(plural(eventsAt(p).length, "event") + " shown", "card-line")];
}
function cardForLink(l) {
  const s = scene, a = s.ref[s.a[l]], b = s.ref[s.b[l]];
  if (!s.kinds) return [el("div", { class: "card-title", text: `${labelOf(a)} → ${labelOf(b)}` }), el("div", { class: "card-line", text: plural(s.count[l], "event") })];
  const links = s.kinds.get(Math.min(a, b) * nA + Math.max(a, b)) || [l];
  const shown = links.filter((i) => s.count[i]);
  return [
    el("div", { class: "card-title", dir: "auto", text: `${clip(labelOf(a), 50)} – ${clip(labelOf(b), 50)}` }),
    ...shown.map((i) => el("div", { class: "card-line" }, swatch(s.lcol[i], 0), el("span", { text: `${G.types[s.lcol[i]]}: ${num(s.count[i])}` }))),
  ];
}

// --- pointer
function initPointer() {
  const active = new Map();
  let down = null, pinch = null;
  const at = (ev) => { const box = stage.getBoundingClientRect(); return [ev.clientX - box.left, ev.clientY - box.top]; };
  over.addEventListener("pointerdown", (ev) => {
    over.setPointerCapture(ev.pointerId);
    active.set(ev.pointerId, at(ev));
    hideCard();
    if (active.size === 2) { const [p, q] = [...active.values()]; pinch = { d: Math.hypot(p[0] - q[0], p[1] - q[1]) }; down = null; lasso = null; return; }
    const [x, y] = at(ev);
    down = { x, y, cx: cam.x, cy: cam.y, moved: false, shift: ev.shiftKey, touch: ev.pointerType === "touch" };
    if (lassoing || (ev.shiftKey && nodeAt(x, y, 3) < 0)) lasso = [[x, y]];
  });
  over.addEventListener("pointermove", (ev) => {
    const [x, y] = at(ev);
    if (active.has(ev.pointerId)) active.set(ev.pointerId, [x, y]);
    if (pinch && active.size === 2) {
      const [p, q] = [...active.values()], d = Math.hypot(p[0] - q[0], p[1] - q[1]);
      if (d > 0 && pinch.d > 0) zoomAt((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, d / pinch.d);
      pinch.d = d;
      return;
    }
    if (down) {
      if (!down.moved && Math.hypot(x - down.x, y - down.y) < (down.touch ? 8 : 4)) return;
      down.moved = true;
      if (lasso) { lasso.push([x, y]); redrawOver(); return; }
      cam.x = down.cx - (x - down.x) / cam.k;
      cam.y = down.cy - (y - down.y) / cam.k;
      over.classList.add("dragging");
      camMoved();
      return;
    }
    if (ev.pointerType !== "touch") hoverAt(x, y);
  });
  const up = (ev) => {
    active.delete(ev.pointerId);
    over.classList.remove("dragging");
    if (pinch) { if (active.size < 2) pinch = null; down = null; return; }
    const [x, y] = at(ev), d = down;
    down = null;
    if (lasso) {
      const loop = lasso;
      lasso = null;
      if (d && d.moved && loop.length > 2) { takeLasso(loop, ev.shiftKey && !lassoing); return; }
      redrawOver();
    }
    if (!d || d.moved || ev.type === "pointercancel") return;
    click(x, y, ev.shiftKey || ev.ctrlKey || ev.metaKey, d.touch);
  };
  over.addEventListener("pointerup", up);
  over.addEventListener("pointercancel", up);
  over.addEventListener("pointerleave", () => { if (!down) { hover = hoverLink = -1; hideCard(); redrawOver(); } });
  over.addEventListener("dblclick", (ev) => { const [x, y] = at(ev); const i = nodeAt(x, y, 4); if (i >= 0 && !isPlace(scene.ref[i])) focusOn([scene.ref[i]]); else zoomAt(x, y, 1.8); });
  stage.addEventListener("wheel", (ev) => {
    if (ev.target !== over && ev.target !== canvas) return;
    ev.preventDefault();
    const [x, y] = at(ev);
    const unit = ev.deltaMode === 1 ? 16 : ev.deltaMode === 2 ? 300 : 1;
    zoomAt(x, y, Math.exp(-clamp(ev.deltaY * unit, -240, 240) * (ev.ctrlKey ? 0.008 : 0.0022)));
  }, { passive: false });
}
function hoverAt(x, y) {
  const i = nodeAt(x, y, 3), l = i < 0 ? linkAt(x, y) : -1;
  const land = i < 0 && l < 0 && scene.landAt ? scene.landAt(x, y) : null;
  if (i === hover && l === hoverLink && land === hoverLand) return;
  hover = i; hoverLink = l; hoverLand = land;
  over.classList.toggle("pointing", i >= 0 || l >= 0 || !!land);
  if (i >= 0) showCard(x, y, cardFor(scene.ref[i]));
  else if (l >= 0) showCard(x, y, cardForLink(l));
  else if (land) showCard(x, y, cardFor(land.actor));
  else hideCard();
  redrawOver();
}
function click(x, y, more, touch) {
  hideCard();
  const i = nodeAt(x, y, touch ? 14 : 4);
  if (i >= 0) { choose(scene.ref[i], more); return; }
  const l = linkAt(x, y);
  if (l >= 0 && scene.kinds) { change({ sel: [], pair: [scene.ref[scene.a[l]], scene.ref[scene.b[l]]] }); return; }
  const land = scene.landAt ? scene.landAt(x, y) : null;
  if (land) { choose(land.actor, more); return; }
  if (!more && (S.sel.length || S.pair)) change({ sel: [], pair: null });
}
/** Select a node; `more` adds it to (or takes it from) what is selected. */
function choose(u, more) {
  cursor = u;
  let sel = [u];
  if (more) sel = S.sel.includes(u) ? S.sel.filter((v) => v !== u) : [...S.sel, u];
  change({ sel, pair: null });
}
function takeLasso(loop, add) {
  const inside = (x, y) => {
    let odd = false;
    for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) {
      const [xi, yi] = loop[i], [xj, yj] = loop[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
    return odd;
  };
  const found = new Set(add ? S.sel : []);
  for (let i = 0; i < scene.n; i++) if (scene.vis[i] && nodePx(scene, i, cam.k) > 0) { const [x, y] = toScreen(i); if (inside(x, y)) found.add(scene.ref[i]); }
  setLasso(false);
  change({ sel: [...found].slice(0, 2000), pair: null });
  announce(`${plural(found.size, "node")} selected`);
}
function setLasso(on) {
  lassoing = on;
  byId("lasso").setAttribute("aria-pressed", String(on));
  over.classList.toggle("lassoing", on);
  if (on) toast("Draw around what you want to select");
}
function focusOn(us, hops = 1) {
  change({ focus: us, hops, path: null, cam: null, sel: us, pair: null });
  fit(true);
}
