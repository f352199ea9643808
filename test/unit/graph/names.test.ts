// Names of a configuration are texts in every format, whatever is in them: read back by readers that are not ours.
import { parseXml, type XmlElement, type XmlNode } from "@rgrove/parse-xml";
import { instance } from "@viz-js/viz";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { drawPicture } from "../../../src/graph/draw/picture.ts";
import { dotText } from "../../../src/graph/formats/dot.ts";
import { mermaidText } from "../../../src/graph/formats/mermaid.ts";
import { foldRedirects } from "../../../src/graph/model/fold.ts";
import type { Graph } from "../../../src/graph/model/graph.ts";
import { showFrom } from "../../../src/graph/model/shown.ts";
import { pageOf } from "../../../src/graph/page/page.ts";
import { drawn, graphOfJson, page, renamed, siteOf } from "../../support/graphs/graphs.ts";

const SMALL = foldRedirects(
  graphOfJson(
    siteOf(
      [page("Home")],
      [
        { source: page("Home"), dest: page("Send", 307), p: 0.5 },
        { source: page("Send", 307), dest: page("Thanks"), p: 0.9 },
        { source: page("Home"), dest: page("Thanks"), p: 0.01 },
        { source: page("Thanks"), dest: page("Home"), p: 0.02 },
      ],
    ),
  ),
);

const HOSTILE = [
  '"><script>alert(1)</script>',
  "]]>",
  "<!--",
  "&lt;b&gt; &amp; &#0;",
  "a\nb\r\tc\u0000\u001b[31m",
  "\\N \\l \\",
  '\\"',
  "end",
  "x --> y; click n0 href",
  "`**bold**` #35;",
  "%%{init: {}}%%",
  "\u202eright\u2028\ufffe\uffff\ud800",
  "</style></svg><svg onload=alert(1)>",
  "'; --",
];

/** Texts with what is special somewhere, more often than by chance. */
const names = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(..."\"'<>&\\`#;%[]{}()|\n\t- /=*_~^:@!?$"), minLength: 1, maxLength: 30 }),
);

const renamedBy = (texts: readonly string[]): Graph => {
  const known = new Map<string, string>();
  return renamed(SMALL, (old) => {
    const name = known.get(old) ?? texts[known.size % texts.length]!;
    known.set(old, name);
    return name;
  });
};

/** Runs a check on the hostile names, then on others. */
const onNames = async (numRuns: number, check: (graph: Graph) => Promise<void> | void) => {
  for (let first = 0; first < HOSTILE.length; first += 5) await check(renamedBy(HOSTILE.slice(first, first + 5)));
  await fc.assert(
    fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 6 }), async (texts) => await check(renamedBy(texts))),
    { seed: 17, numRuns },
  );
};

const elementsOf = (node: XmlNode): XmlElement[] => {
  const children = "children" in node ? (node.children as XmlNode[]).flatMap(elementsOf) : [];
  return node.type === "element" ? [node as XmlElement, ...children] : children;
};

/** Elements and the names of their attributes: what a name must not change. */
const skeletonOf = (svg: string) =>
  elementsOf(parseXml(svg)).map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(" ")}`);

const tagsOf = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""'));

/** What no text of a picture may hold. */
const UNSEEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

/** Every number is as in SMALL, so that the legend has its lines whatever the names are. */
const HARMLESS = renamedBy(["Plain"]);

describe("names", () => {
  test("in an SVG neither add an element nor an attribute, and leave no control character", async () => {
    const expected = skeletonOf(drawPicture(await drawn(HARMLESS, 0.05), 0.05).markup);
    await onNames(20, async (graph) => {
      const svg = drawPicture(await drawn(graph, 0.05), 0.05).markup;
      // One group, or more where the names of auth and level differ in it: the same graph has the same number.
      expect(skeletonOf(svg)).toEqual(expected);
      expect(svg.replaceAll("\n", "")).not.toMatch(UNSEEN);
    });
  });

  test("in a page neither add a tag nor an attribute", async () => {
    const expected = tagsOf(pageOf(await drawn(HARMLESS, 0.05), 0.05));
    await onNames(20, async (graph) => {
      const page = pageOf(await drawn(graph, 0.05), 0.05);
      expect(tagsOf(page)).toEqual(expected);
      expect(page.replaceAll("\n", "")).not.toMatch(UNSEEN);
    });
  });

  describe("in DOT", () => {
    let viz: Awaited<ReturnType<typeof instance>>;
    beforeAll(async () => {
      viz = await instance();
    });
    const shapeOf = (text: string) => {
      const result = viz.render(text, { format: "dot_json" });
      // It says that it estimates the widths of letters beyond ASCII.
      expect(result.errors.filter(({ message }) => !message.includes("no value for width"))).toEqual([]);
      const { objects, edges } = JSON.parse(result.output!);
      return { objects: objects.map((one: { name: string }) => one.name), edges: edges.length };
    };

    test("are read by Graphviz as names, and as nothing else", async () => {
      const text = (graph: Graph) => dotText(graph, showFrom(graph, 0.05), 0.05);
      const expected = shapeOf(text(HARMLESS));
      await onNames(100, (graph) => {
        expect(shapeOf(text(graph))).toEqual(expected);
        expect(text(graph).replaceAll("\n", "")).not.toMatch(UNSEEN);
      });
    });

    test("are drawn by Graphviz as they are", () => {
      const graph = renamedBy(['<b> & "x" \\N &lt;']);
      const svg = viz.renderString(dotText(graph, showFrom(graph, 0), 0), { format: "svg" });
      const texts = elementsOf(parseXml(svg)).filter(({ name }) => name === "text");
      expect(texts.map(({ text }) => text.replaceAll("\u00a0", " "))).toContain('<b> & "x" \\N &lt;');
    });
  });

  test("in Mermaid are quoted and have no character that it reads", async () => {
    const quoted = '"(?:[A-Za-z0-9 .,%\\u00a0-\\u{10ffff}]|#\\d+;|<br/>)*"';
    const line = new RegExp(
      [
        "^flowchart LR$",
        "^  %% [^{}]*$",
        `^  subgraph g\\d+\\[${quoted}\\]$`,
        `^    n\\d+(?:\\[\\[${quoted}\\]\\]|\\[${quoted}\\])$`,
        "^  end$",
        `^  n\\d+ -(?:-|\\.-)>\\|${quoted}\\| n\\d+$`,
        "^  linkStyle \\d+ stroke-width:\\d\\.\\d\\dpx$",
      ].join("|"),
      "u",
    );
    await onNames(100, (graph) => {
      const lines = mermaidText(graph, showFrom(graph, 0.05), 0.05).split("\n");
      expect(lines.pop()).toBe("");
      for (const each of lines) expect(each).toMatch(line);
    });
  });
});
