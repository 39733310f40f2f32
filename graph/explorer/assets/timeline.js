// The timeline: a histogram stacked by family, planned events hatched, spans as bars, a brush.
const tl = byId("timeline"), tctx = tl.getContext("2d");
const handles = [byId("from"), byId("to")];
const T = { w: 1, h: 1, left: 10, right: 10, bins: [], unit: "year", spans: [], playing: 0, lo: 0, hi: 1 };
const FAMILY_LIST = ["encounter", "agreement", "helpful", "words", "force", "statement", "other"];
const FAMILY_TYPE = { encounter: "Meeting", agreement: "Agreement", helpful: "Cooperation", words: "Accusation", force: "Sanction", statement: "Statement" };
const typeFamily = G.types.map((_, t) => FAMILY_LIST.indexOf(family(t)));
const familyColour = (f) => (TYPE_COLOUR[FAMILY_TYPE[FAMILY_LIST[f]]] || SPARE[0])[theme.i];
const timed = dayMax >= dayMin && byTime.length > 0 && eStart[byTime[0]] !== NONE;

/** Choose bins (day, week, month, quarter, year, five years) so that some 40 to 160 fit. */
function makeBins() {
  const days = dayMax - dayMin + 1;
  T.lo = dayMin - Math.max(1, days * 0.004);
  T.hi = dayMax + 1 + Math.max(1, days * 0.004);
  const most = clamp(T.w / 7, 24, 150);
  const units = [["day", 1], ["week", 7], ["month", 30.4], ["quarter", 91.3], ["year", 365.2], ["5 years", 1826], ["decade", 3652], ["century", 36525]];
  T.unit = (units.find(([, size]) => days / size <= most) || units[units.length - 1])[0];
  const edges = [];
  let d = new Date(dayMin * DAY);
  const y = d.getUTCFullYear(), m = d.getUTCMonth();
  const push = (yy, mm) => { const q = new Date(0); q.setUTCFullYear(yy, mm, 1); edges.push(Math.round(q.getTime() / DAY)); return edges[edges.length - 1]; };
  if (T.unit === "day" || T.unit === "week") {
    const step = T.unit === "day" ? 1 : 7;
    for (let t = T.unit === "week" ? dayMin - ((dayMin + 3) % 7 + 7) % 7 : dayMin; t <= dayMax + step; t += step) edges.push(t);
  } else if (T.unit === "month") for (let i = 0; push(y, m + i) <= dayMax; i++);
  else if (T.unit === "quarter") for (let i = 0; push(y, Math.floor(m / 3) * 3 + 3 * i) <= dayMax; i++);
  else { const step = { year: 1, "5 years": 5, decade: 10, century: 100 }[T.unit]; for (let yy = Math.floor(y / step) * step; push(yy, 0) <= dayMax; yy += step); }
  T.edges = edges;
  T.spans = [];
  for (const e of byTime) if (eStart[e] !== NONE && eEnd[e] !== NONE && eEnd[e] - eStart[e] >= Math.max(1, days / 400)) T.spans.push(e);
}
function binOf(day) {
  let lo = 0, hi = T.edges.length - 1;
  while (lo < hi) { const mid = (lo + hi + 1) >> 1; if (T.edges[mid] <= day) lo = mid; else hi = mid - 1; }
  return lo;
}
const tx = (day) => T.left + ((day - T.lo) / (T.hi - T.lo)) * (T.w - T.left - T.right);
const dayAt = (x) => Math.round(T.lo + ((x - T.left) / (T.w - T.left - T.right)) * (T.hi - T.lo));

function sizeTimeline() {
  const box = tl.parentElement.getBoundingClientRect();
  T.w = Math.max(80, Math.round(box.width));
  T.h = Math.max(40, Math.round(box.height));
  tl.width = T.w * ratio; tl.height = T.h * ratio;
  tl.style.width = T.w + "px"; tl.style.height = T.h + "px";
  if (timed) makeBins();
}

function drawTimeline() {
  if (!timed) return;
  const n = T.edges.length, F = FAMILY_LIST.length;
  const sums = new Int32Array(n * F * 2);
  const totals = new Int32Array(n);
  let undated = 0;
  for (let e = 0; e < nE; e++) {
    if (fails[e] & ~128) continue;
    if (eStart[e] === NONE) { undated++; continue; }
    const b = binOf(eStart[e]), maybe = look(e) === 1 || look(e) === 2 ? 1 : 0;
    sums[(b * F + typeFamily[eType[e]]) * 2 + maybe]++;
    totals[b]++;
  }
  let top = 1;
  for (const t of totals) top = Math.max(top, t);
  const from = S.from ?? -Infinity, to = S.to ?? Infinity, on = S.from !== null || S.to !== null;
  const pen = tctx;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, T.w, T.h);
  const base = T.h - 17, tall = T.h - 40, scale = (v) => (v ? Math.max(2, (v / top) * tall) : 0);
  pen.strokeStyle = theme.line;
  pen.lineWidth = 1;
  pen.beginPath(); pen.moveTo(T.left, base + 0.5); pen.lineTo(T.w - T.right, base + 0.5); pen.stroke();
  for (let b = 0; b < n; b++) {
    if (!totals[b]) continue;
    const x0 = tx(Math.max(T.edges[b], T.lo)), x1 = tx(Math.min(T.edges[b + 1] ?? T.hi, T.hi));
    const bw = clamp(x1 - x0 - 1, 1.5, 22), bx = x0 + (x1 - x0 - bw) / 2;
    const inside = T.edges[b] <= to && (T.edges[b + 1] ?? T.hi) > from;
    pen.globalAlpha = on && !inside ? 0.22 : 1;
    let y = base, sum = 0;
    const unit = scale(totals[b]) / totals[b];
    for (let f = 0; f < F; f++) for (let maybe = 0; maybe < 2; maybe++) {
      const v = sums[(b * F + f) * 2 + maybe];
      if (!v) continue;
      sum += v;
      const hgt = v * unit;
      pen.fillStyle = familyColour(f);
      if (maybe) {
        pen.globalAlpha *= 0.28;
        pen.fillRect(bx, y - hgt, bw, hgt);
        pen.globalAlpha = on && !inside ? 0.22 : 1;
        pen.save();
        pen.beginPath(); pen.rect(bx, y - hgt, bw, hgt); pen.clip();
        pen.strokeStyle = familyColour(f);
        pen.lineWidth = 1;
        pen.beginPath();
        for (let q = -bw; q < hgt + bw; q += 4) { pen.moveTo(bx, y - q); pen.lineTo(bx + bw, y - q - bw); }
        pen.stroke();
        pen.restore();
      } else pen.fillRect(bx, y - hgt, bw, hgt);
      y -= hgt;
    }
  }
  pen.globalAlpha = 1;
  // spans in three lanes over the bars
  const ends = [-1e9, -1e9, -1e9];
  let drawn = 0;
  for (const e of T.spans) {
    if (fails[e] & ~128 || drawn > 600) continue;
    const x0 = tx(eStart[e]), x1 = Math.max(x0 + 3, tx(eEnd[e] + 1));
    const lane = ends.findIndex((end) => end < x0 - 1);
    if (lane < 0) continue;
    ends[lane] = x1;
    drawn++;
    pen.globalAlpha = on && !inTime(e, S.from, S.to) ? 0.2 : 0.85;
    pen.strokeStyle = typePair[eType[e]][theme.i];
    pen.lineWidth = 2.4;
    pen.setLineDash(look(e) === 1 || look(e) === 2 ? [3, 2] : []);
    pen.beginPath(); pen.moveTo(x0, 5.5 + lane * 4.5); pen.lineTo(x1, 5.5 + lane * 4.5); pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  paintAxis(pen, base);
  if (on) {
    const a = clamp(tx(S.from ?? T.lo), T.left, T.w - T.right), b = clamp(tx((S.to ?? T.hi - 1) + 1), T.left, T.w - T.right);
    pen.fillStyle = dark() ? "rgba(141,184,255,.10)" : "rgba(23,78,166,.07)";
    pen.fillRect(a, 0, b - a, base);
    pen.strokeStyle = dark() ? "#8db8ff" : "#174ea6";
    pen.lineWidth = 1.5;
    pen.beginPath(); pen.moveTo(a, 0); pen.lineTo(a, base); pen.moveTo(b, 0); pen.lineTo(b, base); pen.stroke();
  }
  placeHandles();
  const words = on ? `${S.from !== null ? humanOne(iso(S.from)) : "start"} – ${S.to !== null ? humanOne(iso(S.to)) : "end"}` : `${humanOne(iso(dayMin))} – ${humanOne(iso(dayMax))}, by ${T.unit}`;
  byId("range").textContent = words + (undated ? ` · ${num(undated)} undated${on ? " left out" : ""}` : "");
  byId("clear-time").hidden = !on;
}
function paintAxis(pen, base) {
  pen.fillStyle = theme.muted;
  pen.font = `11px ${FONT}`;
  pen.textAlign = "left";
  pen.textBaseline = "top";
  const span = T.hi - T.lo, room = T.w / 64;
  const steps = [1, 2, 7, 14, 30.4, 61, 91.3, 182.6, 365.25, 730.5, 1826, 3652, 9131, 18262, 36525];
  const step = steps.find((q) => span / q <= room) || 36525;
  let last = -100;
  const tick = (day, words) => {
    const x = tx(day);
    if (x < T.left - 1 || x > T.w - 34 || x - last < 44) return;
    last = x;
    pen.fillText(words, x + 2, base + 4);
    pen.fillRect(x, base, 1, 5);
  };
  const d0 = new Date(dayMin * DAY);
  if (step >= 365) { const n = Math.max(1, Math.round(step / 365.25)); for (let y = Math.ceil(yearOf(dayMin) / n) * n; y <= yearOf(dayMax) + 1; y += n) tick(yearDay(y), String(y)); }
  else if (step >= 30) { const n = Math.round(step / 30.4); for (let i = 0; i < 400; i++) { const q = new Date(0); q.setUTCFullYear(d0.getUTCFullYear(), Math.floor(d0.getUTCMonth() / n) * n + i * n, 1); const day = Math.round(q.getTime() / DAY); if (day > T.hi) break; tick(day, q.getUTCMonth() === 0 || i < 2 ? `${MON[q.getUTCMonth()]} ${q.getUTCFullYear()}` : MON[q.getUTCMonth()]); } }
  else for (let day = Math.ceil(dayMin); day <= T.hi; day += step) { const q = new Date(day * DAY); tick(day, `${q.getUTCDate()} ${MON[q.getUTCMonth()]}`); }
}
function placeHandles() {
  const values = [S.from ?? dayMin, S.to ?? dayMax];
  handles.forEach((h, i) => {
    h.style.left = clamp(tx(values[i] + i), T.left, T.w - T.right) + "px";
    h.setAttribute("aria-valuemin", String(dayMin));
    h.setAttribute("aria-valuemax", String(dayMax));
    h.setAttribute("aria-valuenow", String(values[i]));
    h.setAttribute("aria-valuetext", humanOne(iso(values[i])));
  });
}
/** Set the window; both ends at the edges means no window. */
function setRange(from, to, push) {
  if (from !== null && to !== null && from > to) [from, to] = [to, from];
  if (from !== null) from = clamp(from, dayMin, dayMax);
  if (to !== null) to = clamp(to, dayMin, dayMax);
  if (from !== null && from <= dayMin) from = null;
  if (to !== null && to >= dayMax) to = null;
  if (from === S.from && to === S.to) { if (push) writeHash(true); return; }
  S.from = from; S.to = to;
  applyFilters();
  if (push) writeHash(true); // while the hand moves, the step before must stay as it was
}
function initTimeline() {
  if (!timed) { byId("time").hidden = true; doc.body.classList.add("timeless"); return; }
  let drag = null, queued = null;
  const at = (ev) => ev.clientX - tl.getBoundingClientRect().left;
  const later = (from, to) => {
    if (!queued) requestAnimationFrame(() => { const q = queued; queued = null; setRange(q[0], q[1], false); flush(); });
    queued = [from, to];
  };
  tl.addEventListener("pointerdown", (ev) => {
    stop();
    tl.setPointerCapture(ev.pointerId);
    const x = at(ev), a = tx(S.from ?? dayMin), b = tx((S.to ?? dayMax) + 1), on = S.from !== null || S.to !== null;
    const how = on && Math.abs(x - a) < 8 ? "from" : on && Math.abs(x - b) < 8 ? "to" : on && x > a && x < b ? "move" : "new";
    drag = { how, x, from: S.from ?? dayMin, to: S.to ?? dayMax, moved: false };
  });
  tl.addEventListener("pointermove", (ev) => {
    const x = at(ev);
    if (!drag) {
      const on = S.from !== null || S.to !== null, a = tx(S.from ?? dayMin), b = tx((S.to ?? dayMax) + 1);
      tl.style.cursor = on && (Math.abs(x - a) < 8 || Math.abs(x - b) < 8) ? "ew-resize" : on && x > a && x < b ? "grab" : "crosshair";
      return;
    }
    if (Math.abs(x - drag.x) > 3) drag.moved = true;
    if (!drag.moved) return;
    if (drag.how === "new") later(Math.min(dayAt(x), dayAt(drag.x)), Math.max(dayAt(x), dayAt(drag.x)));
    else if (drag.how === "from") later(Math.min(dayAt(x), drag.to), drag.to);
    else if (drag.how === "to") later(drag.from, Math.max(dayAt(x) - 1, drag.from));
    else { const width = drag.to - drag.from, shift = clamp(dayAt(x) - dayAt(drag.x), dayMin - drag.from, dayMax - drag.to); later(drag.from + shift, drag.from + shift + width); }
  });
  tl.addEventListener("pointerup", (ev) => {
    if (!drag) return;
    const d = drag;
    drag = null;
    if (!d.moved) { const b = binOf(dayAt(at(ev))); setRange(T.edges[b], (T.edges[b + 1] ?? dayMax + 1) - 1, true); }
    else { if (queued) { setRange(queued[0], queued[1], true); queued = [S.from, S.to]; } else writeHash(true); }
  });
  tl.addEventListener("dblclick", () => setRange(null, null, true));
  handles.forEach((h, i) => {
    let grabbed = false;
    h.addEventListener("pointerdown", (ev) => { grabbed = true; stop(); h.setPointerCapture(ev.pointerId); });
    h.addEventListener("pointermove", (ev) => { if (!grabbed) return; const day = dayAt(at(ev)); later(i ? S.from : Math.min(day, S.to ?? dayMax), i ? Math.max(day - 1, S.from ?? dayMin) : S.to); });
    h.addEventListener("pointerup", () => { grabbed = false; writeHash(true); });
    h.addEventListener("keydown", (ev) => {
      const unit = Math.max(1, Math.round((dayMax - dayMin) / 100));
      const step = { ArrowLeft: -unit, ArrowRight: unit, ArrowDown: -1, ArrowUp: 1, PageDown: -unit * 10, PageUp: unit * 10, Home: -1e7, End: 1e7 }[ev.key];
      if (step === undefined) return;
      ev.preventDefault();
      ev.stopPropagation();
      if (i) setRange(S.from, Math.max((S.to ?? dayMax) + step, S.from ?? dayMin), true);
      else setRange(Math.min((S.from ?? dayMin) + step, S.to ?? dayMax), S.to, true);
    });
  });
  byId("play").addEventListener("click", () => (T.playing ? stop() : play()));
  byId("clear-time").addEventListener("click", () => { stop(); setRange(null, null, true); });
}
function play() {
  let width = (S.to ?? dayMax) - (S.from ?? dayMin);
  if (S.from === null && S.to === null) { width = Math.max(1, Math.round((dayMax - dayMin) / 10)); setRange(dayMin + 1, dayMin + width, true); }
  else if ((S.to ?? dayMax) >= dayMax) setRange(dayMin + 1, dayMin + width, false);
  const step = Math.max(1, Math.round((dayMax - dayMin) / (still.matches ? 24 : 160)));
  const pause = still.matches ? 1200 : 90;
  byId("play").setAttribute("aria-pressed", "true");
  byId("play").textContent = "❚❚ Pause";
  const tick = () => {
    if ((S.to ?? dayMax) >= dayMax) { stop(); return; }
    setRange((S.from ?? dayMin) + step, (S.to ?? dayMax) + step, false);
    T.playing = setTimeout(tick, pause);
  };
  T.playing = setTimeout(tick, pause);
}
function stop() {
  if (!T.playing) return;
  clearTimeout(T.playing);
  T.playing = 0;
  byId("play").setAttribute("aria-pressed", "false");
  byId("play").textContent = "▶ Play";
  writeHash(true);
}
