/* Opens visits: their sets and repetitions are built from the data when they are first looked at.
   Whatever comes from the data is put in as text and never as markup. */
"use strict";

const SIDES = ["", t("left"), t("right")];
const GRADES = [t("not_counted"), t("counted"), t("clean")];
const detail = page.detail;

function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

const angle = (value, unit) => (value === null ? "–" : `${value}${unit}`.replace("-", "−"));

function remarks(places) {
  const list = make("ul");
  for (const place of places) {
    const [kind, text] = detail.notes[place];
    list.append(make("li", { class: kind }, kind === "perhaps" ? t("perhaps", { fault: text }) : text));
  }
  return list;
}

/* What the curve of a repetition shows, in words. */
function describe(curve, held, unit) {
  const seen = curve.deg.filter((value) => value !== null);
  if (!seen.length) return t("unseen");
  const way = curve.top === null ? t("never") : t("reached", { rise: seconds(curve.top), held: seconds(held) });
  return t("curve_text", { least: angle(Math.min(...seen), unit), most: angle(Math.max(...seen), unit), way, end: seconds(curve.end) });
}

function shade(from, to, colour) {
  return { type: "rect", xref: "x", yref: "paper", x0: from, x1: to, y0: 0, y1: 1, fillcolor: colour, line: { width: 0 }, layer: "below" };
}

function level(value, dash) {
  return { type: "line", xref: "paper", x0: 0, x1: 1, y0: value, y1: value, line: { color: "var(--target)", width: 1, dash } };
}

function figure(curve, move, target) {
  const x = curve.deg.map((_, i) => Math.round((curve.from + i * curve.step) * 100) / 100);
  const shapes = curve.held.map(([from, to]) => shade(from, to, "var(--hold)"));
  if (curve.held.length) {
    shapes.push(shade(0, curve.held[0][0], "var(--rise)"));
    shapes.push(shade(curve.held[curve.held.length - 1][1], curve.end, "var(--rise)"));
  }
  if (move.band[0] !== null) shapes.push(level(move.band[0], "dot"));
  if (target !== null) shapes.push(level(target, "solid"));
  const axis = { fixedrange: true, zeroline: false, gridcolor: "var(--line)", linecolor: "var(--line-strong)" };
  return {
    data: [{ x, y: curve.deg, mode: "lines", line: { color: "var(--accent)", width: 2.5, shape: "spline", smoothing: 0.6 }, hovertemplate: `%{x:.1f} s: %{y}${move.unit}<extra></extra>` }],
    layout: {
      margin: { l: 44, r: 10, t: 8, b: 40 }, showlegend: false, dragmode: false, shapes,
      paper_bgcolor: CLEAR, plot_bgcolor: CLEAR,
      font: { family: "var(--sans)", size: 12, color: "var(--ink-soft)" },
      hoverlabel: { bgcolor: "var(--card)", bordercolor: "var(--line-strong)", font: { color: "var(--ink)" } },
      xaxis: { ...axis, showgrid: false, ticks: "outside", title: { text: t("seconds"), standoff: 6 } },
      yaxis: { ...axis, nticks: 6, ticksuffix: move.unit },
    },
  };
}

const key = (unit) => [["stroke plain", t(unit === "°" ? "angle" : "measure")], ["box rise", t("rise")], ["box hold", t("hold")], ["stroke target", t("target")]];

function showCurve(button, row, rep, move, name) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", !open);
  button.textContent = open ? t("curve") : t("close");
  if (open) {
    row.nextSibling.remove();
    return;
  }
  const text = describe(rep[5], rep[2], move.unit);
  const place = make("div", { class: "chart", role: "img", "aria-label": `${t("curve_of", { name })}. ${text}` });
  const legend = make("ul", { class: "legend" }, ...key(move.unit).map(([kind, word]) => make("li", {}, make("span", { class: kind }), word)));
  row.after(make("tr", { class: "curve" }, make("td", { colspan: 5 }, legend, place, make("p", {}, text))));
  draw(place, figure(rep[5], move, move.targets[rep[0]]));
}

function repRow(rep, number, set, sets, move) {
  const [side, peak, hold, grade, places, curve] = rep;
  const name = `${sets > 1 ? `${set}.` : ""}${number}${side ? ` ${SIDES[side]}` : ""}`;
  const row = make("tr", {},
    make("th", { scope: "row" }, make("span", { class: `grade g${grade}`, "aria-hidden": "true" }), name),
    make("td", { class: "num" }, angle(peak, move.unit)),
    make("td", { class: "num" }, seconds(hold)),
    make("td", { class: "remarks" }, GRADES[grade], remarks(places || [])));
  const last = make("td", { class: "more" });
  if (curve) {
    const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": t("curve_of", { name }) }, t("curve"));
    button.addEventListener("click", () => showCurve(button, row, rep, move, name));
    last.append(button);
  }
  row.append(last);
  return row;
}

/* A side of a move of long ago: what it comes to. */
function sum([side, counted, clean, tried, peak, remarks], unit) {
  const list = make("ul");
  for (const [place, times] of remarks) {
    const [kind, text] = detail.notes[place];
    list.append(make("li", { class: kind }, `${times} × ${text}`));
  }
  const who = side ? `${SIDES[side]}: ` : "";
  const usual = peak === null ? "" : `, ${t("typically", { angle: angle(peak, unit) })}`;
  return make("div", { class: "sum" }, `${who}${t("sum", { counted, tried, clean })}${usual}`, list);
}

function moveParts({ move: place, corrections = [], sets = [], scores = [] }) {
  const [title, asked, band, targets, unit] = detail.moves[place];
  const move = { title, band, targets, unit, sets, scores };
  const parts = [make("h4", {}, title), make("p", { class: "asked" }, asked)];
  for (const text of corrections) parts.push(make("p", { class: "corrected-count" }, text));
  if (move.scores.length) return [...parts, ...move.scores.map((score) => sum(score, unit))];
  if (!move.sets.length) return [...parts, make("p", {}, t("nothing_tried"))];
  const strip = make("div", { class: "strip", "aria-hidden": "true" });
  for (const rep of move.sets.flat()) strip.append(make("span", { class: `grade g${rep[3]}` }));
  const columns = [t(move.sets.length > 1 ? "set_rep" : "rep"), t(unit === "°" ? "angle_head" : "reached_head"), t("held"), t("result")];
  const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)), make("td"));
  const rows = move.sets.flatMap((reps, set) => reps.map((rep, i) => repRow(rep, i + 1, set + 1, move.sets.length, move)));
  const caption = make("caption", { class: "visually-hidden" }, t("caption", { title: move.title }));
  return [...parts, strip, make("table", { class: "reps" }, caption, make("thead", {}, head), make("tbody", {}, ...rows))];
}

function fill(visit) {
  if (visit.dataset.filled) return;
  visit.dataset.filled = "yes";
  const found = detail.visits[visit.id.slice(1)];
  if (found.hurts) visit.append(make("p", { class: "asked" }, t("hurt_before", { side: found.hurts })));
  for (const move of found.moves) visit.append(...moveParts(move));
  if (!found.moves.length) visit.append(make("p", {}, t("no_move")));
}

for (const visit of document.querySelectorAll("details.visit")) {
  if (visit.open) fill(visit);
  visit.addEventListener("toggle", () => visit.open && fill(visit));
}

/* A link to a visit opens it, and whatever it lies in. */
function follow() {
  const visit = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!visit || !visit.matches("details.visit")) return;
  for (let each = visit; each; each = each.parentElement.closest("details")) each.open = true;
  fill(visit);
  visit.scrollIntoView();
}
addEventListener("hashchange", follow);
follow();
