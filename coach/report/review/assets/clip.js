/* One time for the video, the curves and the table. */
"use strict";

const MARGIN = { l: 46, r: 12, t: 22, b: 34 };
const video = document.getElementById("video");
const slider = document.getElementById("time");
const shownTime = document.getElementById("now");
const timed = document.getElementById("timed");
const cursor = document.getElementById("cursor");
const { first, last, offset, moves } = page;
const reps = moves.flatMap((move, i) => move.reps.map((rep, j) => ({ ...rep, row: document.querySelector(`[data-rep="${i}-${j}"]`) })));

function span(from, to, colour) {
  return { type: "rect", xref: "x", yref: "paper", x0: from, x1: to, y0: 0, y1: 1, fillcolor: colour, line: { width: 0 }, layer: "below" };
}

function shades(rep) {
  const held = rep.held || [];
  if (!rep.grade) return [span(rep.start, rep.end, "var(--out)"), ...held.map(([from, to]) => span(from, to, "var(--hold)"))];
  if (!held.length) return [span(rep.start, rep.end, "var(--rise)")];
  return [
    span(rep.start, held[0][0], "var(--rise)"),
    ...held.map(([from, to]) => span(from, to, "var(--hold)")),
    span(held[held.length - 1][1], rep.end, "var(--rise)"),
  ];
}

function levels(move) {
  const [from, to] = [Math.min(...move.reps.map((rep) => rep.start)), Math.max(...move.reps.map((rep) => rep.end))];
  const level = (value, dash) => ({ type: "line", x0: from, x1: to, y0: value, y1: value, line: { color: "var(--target)", width: 1, dash } });
  return [
    ...(move.band[0] === null ? [] : [level(move.band[0], "dot")]),
    ...(move.target === null ? [] : [level(move.target, "solid")]),
  ];
}

/* Curves one after another, with a gap between them. */
function joined(pieces, unit = "") {
  return { x: pieces.flatMap(({ x }) => [...x, null]), y: pieces.flatMap(({ y }) => [...y, null]), mode: "lines", hovertemplate: `%{x:.1f} s: %{y:.0f}${unit}<extra></extra>` };
}

function within({ t = [], deg = [] }, from, to) {
  const chosen = t.map((_, i) => i).filter((i) => t[i] >= from && t[i] <= to);
  return { x: chosen.map((i) => t[i]), y: chosen.map((i) => deg[i]) };
}

function wholeFigure() {
  const axis = { fixedrange: true, zeroline: false, gridcolor: "var(--line)", linecolor: "var(--line-strong)" };
  const units = new Set(moves.map(({ unit }) => unit));
  const curves = joined(reps.map((rep) => within(rep, first, last)), units.size === 1 ? [...units][0] : "");
  const faults = joined(reps.flatMap((rep) => rep.faults.map(([from, to]) => within(rep, from, Math.max(to, from + 0.2)))));
  return {
    data: [
      { ...faults, line: { color: "var(--fault)", width: 8 }, hoverinfo: "skip", hovertemplate: undefined },
      { ...curves, line: { color: "var(--accent)", width: 2.2 } },
    ],
    layout: {
      margin: MARGIN, showlegend: false, dragmode: false,
      paper_bgcolor: CLEAR, plot_bgcolor: CLEAR,
      font: { family: "var(--sans)", size: 12, color: "var(--ink-soft)" },
      hoverlabel: { bgcolor: "var(--card)", bordercolor: "var(--line-strong)", font: { color: "var(--ink)" } },
      shapes: [...reps.flatMap(shades), ...moves.filter(({ reps: some }) => some.length).flatMap(levels)],
      annotations: moves.flatMap((move) => move.reps.map((rep, i) => ({
        text: String(i + 1), x: (rep.start + rep.end) / 2, y: 1, xref: "x", yref: "paper", yanchor: "bottom", showarrow: false,
        font: { size: 12, color: "var(--ink-soft)" },
      }))),
      xaxis: { ...axis, range: [first, last], showgrid: false, ticks: "outside", ticksuffix: " s" },
      yaxis: { ...axis, nticks: 6, ticksuffix: units.size === 1 ? [...units][0] : "", automargin: false },
    },
  };
}

let now = first;

/* Shows an instant everywhere but in the video. */
function show(t) {
  now = Math.min(Math.max(t, first), last);
  const wide = timed.clientWidth - MARGIN.l - MARGIN.r;
  cursor.style.left = `${MARGIN.l + (wide * (now - first)) / (last - first || 1)}px`;
  slider.value = now;
  shownTime.value = seconds(now);
  slider.setAttribute("aria-valuetext", seconds(now));
  for (const rep of reps) {
    if (now >= rep.start && now < rep.end) rep.row.setAttribute("aria-current", "true");
    else rep.row.removeAttribute("aria-current");
  }
}

/* Goes to an instant, in the video too. */
function seek(t) {
  show(t);
  if (video) video.currentTime = Math.max(0, now - offset);
}

function follow() {
  if (!video.seeking) show(video.currentTime + offset);
}

function followOn() {
  follow();
  if (!video.paused) requestAnimationFrame(followOn);
}

draw(document.getElementById("whole"), wholeFigure());
show(first);
addEventListener("resize", () => show(now));
slider.addEventListener("input", () => seek(Number(slider.value)));
/* Pressing and pulling, not clicking: Plotly keeps clicks to itself. */
for (const kind of ["pointerdown", "pointermove"]) {
  timed.addEventListener(kind, (event) => {
    if (!(event.buttons & 1)) return;
    const left = event.clientX - timed.getBoundingClientRect().left - MARGIN.l;
    seek(first + (left / (timed.clientWidth - MARGIN.l - MARGIN.r)) * (last - first));
  }, { capture: true });
}
for (const button of document.querySelectorAll("[data-t]")) {
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    seek(Number(button.dataset.t));
  });
}
for (const rep of reps) rep.row.addEventListener("click", () => seek(rep.start));
for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => {
    const starts = reps.map((rep) => rep.start);
    const next = Number(button.dataset.go) > 0 ? starts.find((t) => t > now + 0.01) : starts.findLast((t) => t < now - 0.01);
    if (next !== undefined) seek(next);
  });
}
if (video) {
  video.addEventListener("play", followOn);
  video.addEventListener("seeked", follow);
  video.addEventListener("timeupdate", follow);
  video.addEventListener("error", () => { document.getElementById("trouble").hidden = false; });
  if (video.error) document.getElementById("trouble").hidden = false;
}
