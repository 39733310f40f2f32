// Small helpers: DOM, dates, text. Everything from a report reaches the page through `text`.
const doc = document;
const byId = (id) => doc.getElementById(id);
const clamp = (v, lo, hi) => (v < lo ? lo : v > hi ? hi : v);
const DAY = 864e5;
const NONE = -2147483648;

/** Make an element. Attributes: class, text, on (listeners), any other name; false is left out. */
function el(tag, attrs, ...kids) {
  const node = doc.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") for (const [type, run] of Object.entries(value)) node.addEventListener(type, run);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const kid of kids.flat()) if (kid !== null && kid !== undefined && kid !== false) node.append(kid);
  return node;
}

/** A link out of the page, http(s) only; plain text otherwise. */
function outLink(url, words) {
  if (!/^https?:\/\//i.test(url)) return el("span", { text: words });
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: words });
}

const num = (n) => n.toLocaleString("en-US");
const plural = (n, one, many) => `${num(n)} ${n === 1 ? one : many || one + "s"}`;
const clip = (s, n) => (s.length > n ? s.slice(0, n - 1).trimEnd() + "…" : s);
const isolate = (s) => "\u2068" + s + "\u2069";
const capital = (s) => (s ? s[0].toUpperCase() + s.slice(1) : s);

/** Fold a name for search: no accents, case or punctuation. */
function fold(s) {
  return s.slice(0, 300).normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const MON = MONTHS.map((m) => m.slice(0, 3));
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

function iso(day) {
  const d = new Date(day * DAY);
  return Number.isNaN(d.getTime()) ? "" : d.toISOString().slice(0, 10);
}
function fromIso(s, last) {
  const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(s || "");
  if (!m) return null;
  const year = +m[1], month = m[2] ? +m[2] - 1 : last ? 11 : 0;
  const d = new Date(0);
  d.setUTCFullYear(year, month, m[3] ? +m[3] : 1);
  if (!m[3] && last) d.setUTCFullYear(year, month + 1, 0);
  return Math.round(d.getTime() / DAY);
}
/** The first day of a year; years below 100 are years, not 19xx. */
function yearDay(year) {
  const d = new Date(0);
  d.setUTCFullYear(year, 0, 1);
  return Math.round(d.getTime() / DAY);
}
const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

/** One EDTF date in words. */
function humanOne(s) {
  const mark = s.endsWith("~") ? "about " : s.endsWith("?") ? "perhaps " : s.endsWith("%") ? "perhaps about " : "";
  const bare = s.replace(/[~?%]$/, "");
  let m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(bare);
  if (m) return `${mark}${+m[3]} ${MONTHS[+m[2] - 1] || m[2]} ${m[1]}`;
  m = /^(\d{4})-(\d\d)$/.exec(bare);
  if (m) return `${mark}${SEASONS[+m[2]] || MONTHS[+m[2] - 1] || m[2]} ${m[1]}`;
  m = /^(\d{3})X$/.exec(bare);
  if (m) return `${mark}${m[1]}0s`;
  return mark + bare;
}
/** An EDTF value in words; ranges joined, what they share said once. */
function human(edtf) {
  if (!edtf) return "undated";
  const [a, b] = edtf.split("/");
  if (b === undefined) return humanOne(a);
  if (!b || b === "..") return `from ${humanOne(a)}`;
  if (!a || a === "..") return `until ${humanOne(b)}`;
  const x = humanOne(a), y = humanOne(b);
  const [xs, ys] = [x.split(" "), y.split(" ")];
  if (xs.length === 3 && ys.length === 3 && xs[2] === ys[2]) return xs[1] === ys[1] ? `${xs[0]}–${y}` : `${xs[0]} ${xs[1]} – ${y}`;
  return `${x} – ${y}`;
}
function precision(edtf) {
  if (!edtf) return "date not known";
  if (edtf.includes("/")) return "range";
  const bare = edtf.replace(/[~?%]$/, "");
  if (/X/.test(bare)) return "known to the decade";
  if (/^\d{4}-(2[1-4])$/.test(bare)) return "known to the season";
  return { 10: "known to the day", 7: "known to the month", 4: "known to the year" }[bare.length] || "";
}

let liveTimer = 0;
/** Say something to people who listen instead of looking. */
function announce(words) {
  clearTimeout(liveTimer);
  liveTimer = setTimeout(() => { byId("live").textContent = words; }, 120);
}
let toastTimer = 0;
function toast(words) {
  const t = byId("toast");
  t.textContent = words;
  t.hidden = false;
  announce(words);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { t.hidden = true; }, 2600);
}

async function copyText(words, done) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const area = el("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = words;
    doc.body.append(area);
    area.select();
    doc.execCommand("copy");
    area.remove();
  }
  toast(done);
}
