/**
 * The script of the page, as the browser reads it: a graph that is a file must not load another one. It finds everything in the page's
 * elements, and knows no text of the configuration. Without it the page shows the picture and the table, and no controls.
 */
export const PAGE_SCRIPT = `"use strict";
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (id) => document.getElementById(id);
const graph = one("graph"), nodes = all("g.node"), edges = all("g.edge"), rows = all("#transitions tbody tr");
const [search, probability, least, found, chosen] = ["search", "probability", "least", "found", "chosen"].map(one);
const size = { width: Number(graph.getAttribute("width")), height: Number(graph.getAttribute("height")) };
let zoom = 1, selected = -1;

/* The range goes from 0.01 % to 100 % in equal factors, and its lowest step shows all. */
const threshold = () => (Number(probability.value) === 0 ? 0 : 10 ** (Number(probability.value) / 25 - 4));
const inPercent = (share) => (share === 0 ? "0%" : Number((100 * share).toPrecision(2)) + "%");
const isAsked = () => probability.dataset.touched === "yes";

function update() {
  const from = threshold(), words = search.value.trim().toLowerCase();
  const matches = nodes.map((node) => words !== "" && node.getAttribute("aria-label").toLowerCase().includes(words));
  const isOn = (edge) => (isAsked() ? edge.probability >= from : !edge.isRare);
  let shown = 0;
  for (const element of edges) {
    const edge = {
      from: Number(element.dataset.from), to: Number(element.dataset.to),
      probability: Number(element.dataset.probability), isRare: element.classList.contains("rare"),
    };
    const isChosen = edge.from === selected || edge.to === selected;
    const isVisible = isChosen || isOn(edge);
    element.classList.toggle("on", isVisible);
    element.classList.toggle("off", !isVisible);
    element.classList.toggle("chosen", isChosen);
    element.classList.toggle("dim", !isChosen && (selected >= 0 || (words !== "" && !matches[edge.from] && !matches[edge.to])));
    if (isVisible) shown++;
  }
  nodes.forEach((node, index) => {
    node.classList.toggle("match", matches[index]);
    node.classList.toggle("chosen", index === selected);
    node.setAttribute("aria-pressed", String(index === selected));
  });
  for (const row of rows) {
    const edge = { probability: Number(row.dataset.probability), from: Number(row.dataset.from), to: Number(row.dataset.to) };
    const isWanted = words === "" || row.textContent.toLowerCase().includes(words);
    row.hidden = !isWanted || (isAsked() && edge.probability < from) || (selected >= 0 && edge.from !== selected && edge.to !== selected);
  }
  least.textContent = isAsked() ? "from " + inPercent(from) : probability.dataset.initial;
  const count = matches.filter(Boolean).length;
  found.textContent = (words === "" ? "" : count + (count === 1 ? " state, " : " states, ")) + shown + " of " + edges.length + " transitions shown";
}

function choose(index) {
  selected = index === selected ? -1 : index;
  chosen.textContent = selected < 0 ? "" : nodes[selected].getAttribute("aria-label");
  update();
}

function setZoom(value) {
  zoom = Math.min(4, Math.max(0.1, value));
  graph.setAttribute("width", String(Math.round(size.width * zoom)));
  graph.setAttribute("height", String(Math.round(size.height * zoom)));
}

const fit = () => setZoom(Math.min(1, (one("frame").clientWidth - 4) / size.width));

nodes.forEach((node, index) => {
  node.addEventListener("click", () => choose(index));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(index);
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selected >= 0) choose(selected);
});
search.addEventListener("input", update);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const match = nodes.find((node) => node.classList.contains("match"));
  if (match !== undefined) match.focus();
});
probability.addEventListener("input", () => {
  probability.dataset.touched = "yes";
  update();
});
one("reset").addEventListener("click", () => {
  search.value = "";
  delete probability.dataset.touched;
  probability.value = probability.defaultValue;
  selected = -1;
  chosen.textContent = "";
  update();
});
one("in").addEventListener("click", () => setZoom(zoom * 1.25));
one("out").addEventListener("click", () => setZoom(zoom / 1.25));
one("fit").addEventListener("click", fit);
one("whole").addEventListener("click", () => setZoom(1));
one("controls").hidden = false;
update();
fit();
`;
