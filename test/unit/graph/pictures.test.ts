// The pictures as a whole: places, determinism, limits, what the page may load, and the PNG as its own format describes it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { drawPicture } from "../../../src/graph/draw/picture.ts";
import { GRAPH_FORMATS, GraphWriter, graphFormatOf } from "../../../src/graph/formats/formats.ts";
import { pngOf, scaleOf } from "../../../src/graph/formats/png.ts";
import { showFrom } from "../../../src/graph/model/shown.ts";
import { aSession, percent, shownName } from "../../../src/graph/model/words.ts";
import { pageOf } from "../../../src/graph/page/page.ts";
import { drawn, foldedGraph, graphOfJson, largeSite } from "../../support/graphs/graphs.ts";
import { ROOT } from "../../support/root.ts";

const ACCORDION = foldedGraph("Accordion");

describe("the layout of Accordion", () => {
  test("has each state in the frame of its group, and no two on the same place", async () => {
    const { groups, frames, nodes, boxes } = await drawn(ACCORDION, 0.05);
    expect(groups.map(({ auth, level }) => `${auth}, ${level}`).sort()).toEqual(
      ["Cancelled, free", "Cancelled, paid", "Guest, free", "Logged In, free"].concat([
        "Logged In, paid",
        "Logged Out, free",
        "Logged Out, paid",
      ]),
    );
    const sides = (index: number) => {
      const [{ x, y }, { width, height }] = [nodes[index]!, boxes[index]!];
      return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
    };
    for (const [group, frame] of frames.entries()) {
      for (const node of groups[group]!.nodes) {
        const { left, right, top, bottom } = sides(node);
        expect(left).toBeGreaterThanOrEqual(frame.left);
        expect(right).toBeLessThanOrEqual(frame.left + frame.width);
        expect(top).toBeGreaterThanOrEqual(frame.top);
        expect(bottom).toBeLessThanOrEqual(frame.top + frame.height);
      }
    }
    for (let one = 0; one < nodes.length; one++) {
      for (let other = 0; other < one; other++) {
        const [a, b] = [sides(one), sides(other)];
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    }
  });

  test("has each curve begin and end at its states", async () => {
    const { nodes, boxes, curves, shown } = await drawn(ACCORDION, 0.05);
    const distance = (index: number, { x, y }: { x: number; y: number }) => {
      const dx = Math.abs(nodes[index]!.x - x) - boxes[index]!.width / 2;
      const dy = Math.abs(nodes[index]!.y - y) - boxes[index]!.height / 2;
      return Math.max(dx, dy);
    };
    for (const [index, { from, to }] of shown.edges.entries()) {
      expect(distance(from, curves[index]!.points[0]!)).toBeLessThan(2);
      expect(distance(to, curves[index]!.tip)).toBeLessThan(2);
    }
  });
});

test("the guide's picture is what the command draws now", async () => {
  const graph = { ...ACCORDION, file: "configs/Accordion-config.json" };
  const drawnNow = new GraphWriter(graph, showFrom(graph, 0.05), 0.05).contents("svg");
  const inGuide = readFileSync(join(ROOT, "docs/pictures/accordion.svg"), "utf8");
  const again = "bin/eventsim config graph configs/Accordion-config.json -o docs/pictures/accordion.svg";
  expect(inGuide === Buffer.from(await drawnNow).toString(), `draw it again: ${again}`).toBe(true);
});

test("every format has the same bytes twice", async () => {
  const make = async () => {
    const writer = new GraphWriter(ACCORDION, showFrom(ACCORDION, 0.3), 0.3);
    const made: string[] = [];
    for (const format of GRAPH_FORMATS)
      made.push(
        createHash("sha256")
          .update(await writer.contents(format))
          .digest("hex"),
      );
    return made;
  };
  expect(await make()).toEqual(await make());
});

describe("the page", () => {
  test("runs its own script and style, and names nothing else to load", async () => {
    const page = pageOf(await drawn(ACCORDION, 0.05), 0.05);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll("&#39;", "'");
    expect(policy).toMatch(/^default-src 'none'; /);
    for (const kind of ["script", "style"]) {
      const texts = [...page.matchAll(new RegExp(`<${kind}>([^]*?)</${kind}>`, "g"))].map(([, text]) => text!);
      expect(texts).toHaveLength(1);
      const hash = createHash("sha256").update(texts[0]!).digest("base64");
      expect(policy).toContain(`${kind}-src 'sha256-${hash}'`);
    }
    expect(page).not.toMatch(/\s(?:src|href|style|on\w+)=|url\(|@import|<link|<img|<iframe/);
    expect([...page.matchAll(/https?:[^"]*/g)].map(([text]) => text)).toEqual(["http://www.w3.org/2000/svg"]);
  });

  test("has every transition, in the picture and in the table", async () => {
    const page = pageOf(await drawn(ACCORDION, 0.05), 0.05);
    expect(page.match(/<g class="edge/g)).toHaveLength(ACCORDION.edges.length);
    expect(page.match(/<tr data-from/g)).toHaveLength(ACCORDION.edges.length);
    expect(page.match(/<g class="node" tabindex="0" role="button" aria-label="/g)).toHaveLength(ACCORDION.nodes.length);
  });
});

test("the legend says what is hidden and folded", async () => {
  const { markup } = drawPicture(await drawn(ACCORDION, 0.05), 0.05);
  const { hidden, hiddenUses } = showFrom(ACCORDION, 0.05);
  expect(markup).toContain(`Hidden: ${hidden.length} transitions below 5%, ${percent(hiddenUses)} of the traffic;`);
  expect(markup).toContain("12 redirects (status 3xx");
  const { markup: all } = drawPicture(await drawn(ACCORDION, 0), 0);
  expect(all).not.toContain("Hidden:");
});

test("a PNG has the picture's size, white paper and ink on it", async () => {
  const picture = drawPicture(await drawn(foldedGraph("Accordion"), 0.5), 0.5);
  const png = Buffer.from(await pngOf(picture));
  expect(png.subarray(0, 8)).toEqual(Buffer.from("89504e470d0a1a0a", "hex"));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(Math.abs(width - picture.width * scaleOf(picture))).toBeLessThan(2);
  expect(width * height).toBeLessThan(17_000_000);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const pixels = inflateSync(Buffer.concat(data));
  expect(pixels.length).toBe(height * (4 * width + 1));
  const counts = new Map<number, number>();
  // Unfiltered values are not needed to see that it is no single colour.
  for (const byte of pixels) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  expect(counts.size).toBeGreaterThan(100);
}, 120_000);

describe("large graphs", () => {
  test("of a thousand states are laid out", async () => {
    const graph = graphOfJson(largeSite(1000, 2));
    const drawing = await drawn(graph, 0);
    expect(drawing.nodes).toHaveLength(1000);
    expect(pageOf(drawing, 0).length).toBeGreaterThan(1_000_000);
  });

  test("of more are refused, with what to do, and are text all the same", async () => {
    const graph = graphOfJson(largeSite(1201, 2));
    const writer = new GraphWriter(graph, showFrom(graph, 0), 0);
    await expect(writer.contents("svg")).rejects.toThrow(
      "test.json: 1,201 states and 2,402 transitions are more than can be laid out, 1,200 and 4,000; write a .dot or .mmd file, which is text without a layout",
    );
    expect((await writer.contents("dot")).length).toBeGreaterThan(100_000);
  });

  test("of too many transitions may be drawn without the rare ones", async () => {
    const graph = graphOfJson(largeSite(100, 80));
    expect(graph.edges.length).toBeGreaterThan(4000);
    await expect(new GraphWriter(graph, showFrom(graph, 0), 0).contents("html")).rejects.toThrow(
      "hide the rare transitions with a larger --min-probability",
    );
    const { shown } = await drawn(graph, 0.5);
    expect(shown.edges.length + shown.hidden.length).toBe(graph.edges.length);
  });
});

test("names and numbers are as short as a picture needs", () => {
  expect([1, 0.9999, 0.812, 0.0456, 0.00342, 0.00002, 0, 0.1].map(percent)).toEqual(
    ["100%", ">99%", "81%", "4.6%", "0.34%", "<0.01%", "0%"].concat(["10%"]),
  );
  expect([26.79, 1.4888, 0.0019, 0.0000123, 0, 12_345, 3e7].map(aSession)).toEqual(
    ["26.8", "1.49", "0.0019", "0.00001", "0", "12345"].concat(["3.0e+7"]),
  );
  expect(shownName("x".repeat(40))).toBe(`${"x".repeat(31)}…`);
  expect(["a.SVG", "b.html", "c.pdf", "svg"].map(graphFormatOf)).toEqual(["svg", "html", undefined, undefined]);
});
