/**
 * What the page of a run that is under way does in the browser: it puts what the server sends in the place of what is there. Tables that were opened stay open, and
 * what has the keyboard keeps it. Plain text, because its hash is in the page's policy.
 */
export const SCRIPT = `
"use strict";
{
  const content = document.getElementById("content");
  const progress = document.getElementById("progress");
  const status = document.getElementById("status");
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const figureOf = (element) => element && element.closest ? element.closest("figure[id]") : null;

  const replace = (html) => {
    const open = [...content.querySelectorAll("details[open]")].map((one) => figureOf(one).id);
    const scrolled = [...content.querySelectorAll(".scroll")].filter((one) => one.scrollTop > 0).map((one) => [figureOf(one).id, one.scrollTop]);
    const held = content.contains(document.activeElement) ? document.activeElement : null;
    const holder = held && figureOf(held);
    const place = holder && [holder.id, held.matches("summary") ? "summary" : ".scroll"];
    const link = held && held.matches("a[href]") ? held.getAttribute("href") : null;
    content.innerHTML = html;
    const inFigure = (id, selector) => { const figure = document.getElementById(id); return figure && figure.querySelector(selector); };
    for (const id of open) { const details = inFigure(id, "details"); if (details) details.open = true; }
    for (const [id, top] of scrolled) { const table = inFigure(id, ".scroll"); if (table) table.scrollTop = top; }
    const focused = place ? inFigure(...place) : link && content.querySelector('a[href="' + link + '"]');
    if (focused) focused.focus({ preventScroll: true });
  };

  const source = new EventSource("events");
  source.addEventListener("open", () => say("The run is under way."));
  source.addEventListener("progress", ({ data }) => { progress.textContent = JSON.parse(data); });
  source.addEventListener("content", ({ data }) => replace(JSON.parse(data)));
  source.addEventListener("ended", ({ data }) => { source.close(); progress.textContent = ""; say(JSON.parse(data)); });
  source.addEventListener("error", () => say("The run does not answer: it has ended, or this machine is busy."));
}
`;
