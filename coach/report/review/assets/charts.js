/* Draws the charts of a page from its data, in the colours of its style sheet. */
"use strict";

const page = JSON.parse(document.getElementById("data").textContent);
const drawn = new Map();
const CLEAR = "rgba(0, 0, 0, 0)";

/* A phrase of the page's language with its fields filled in. */
const t = (key, values = {}) => page.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const decimal = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const seconds = (value) => `${decimal.format(value)} s`;
Plotly.register({ moduleType: "locale", name: page.locale.name, dictionary: {}, format: page.locale.format });

/* Values such as "var(--left)" become what the style sheet says now. */
function coloured(value, style) {
  if (typeof value === "string" && value.startsWith("var(")) return style.getPropertyValue(value.slice(4, -1)).trim();
  if (Array.isArray(value)) return value.map((each) => coloured(each, style));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, coloured(each, style)]));
}

function draw(place, figure) {
  drawn.set(place, figure);
  const { data, layout } = coloured(figure, getComputedStyle(document.documentElement));
  return Plotly.react(place, data, layout, { locale: page.locale.name, displayModeBar: false, responsive: !printed, staticPlot: printed, showTips: false });
}

function redraw() {
  for (const [place, figure] of drawn) draw(place, figure);
}

/* How far back the charts over time go; 0 is everything. */
const printed = document.body.classList.contains("print");
let weeks = printed ? 0 : 12;

function ranged(figure) {
  const { first, last } = figure.layout.meta;
  const from = new Date(Date.parse(last) - weeks * 7 * 864e5).toISOString().slice(0, 10);
  figure.layout.xaxis.range = [weeks && from > first ? from : first, last];
  // Over many months the marks are small, or they would hide one another.
  const far = Date.parse(last) - Date.parse(figure.layout.xaxis.range[0]) > 40 * 7 * 864e5;
  for (const { marker, meta } of figure.data) if (meta) marker.size = far ? meta.size / 3 : meta.size;
  return figure;
}

function drawAll() {
  for (const place of document.querySelectorAll(".chart[data-figure]")) {
    if (!drawn.has(place)) draw(place, ranged(page.figures[place.dataset.figure]));
  }
}

/* A chart is drawn when it comes near the window, so that a long page opens at once. */
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    if (!drawn.has(target)) draw(target, ranged(page.figures[target.dataset.figure]));
  }
}, { rootMargin: "400px" });

if (printed) drawAll();
else for (const place of document.querySelectorAll(".chart[data-figure]")) near.observe(place);
for (const button of document.querySelectorAll("[data-weeks]")) {
  button.addEventListener("click", () => {
    weeks = Number(button.dataset.weeks);
    for (const each of document.querySelectorAll("[data-weeks]")) each.setAttribute("aria-pressed", each === button);
    for (const [place, figure] of drawn) if (figure.layout.meta) draw(place, ranged(figure));
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
addEventListener("beforeprint", drawAll);
