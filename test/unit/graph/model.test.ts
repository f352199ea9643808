// Traffic and folding: what enters a state leaves it, whatever is folded or hidden.
import { describe, expect, test } from "vitest";
import { foldRedirects } from "../../../src/graph/model/fold.ts";
import type { Graph } from "../../../src/graph/model/graph.ts";
import { showFrom } from "../../../src/graph/model/shown.ts";
import { foldedGraph, graphOfJson, page, shippedGraph, siteOf } from "../../support/graphs/graphs.ts";

const NAMES = ["Accordion", "Kazoo", "Tambourine"];

/** For each node, what is wrong with what enters it, what leaves it, and what its ways out add up to. */
function imbalances({ nodes, edges }: Graph): number[] {
  return nodes.flatMap(({ visits, starts, ends }, index) => {
    const into = edges.filter(({ to }) => to === index).reduce((sum, { uses }) => sum + uses, starts);
    const own = edges.filter(({ from }) => from === index);
    const out = own.reduce((sum, { uses }) => sum + uses, visits * ends);
    const probability = own.reduce((sum, edge) => sum + edge.probability, ends);
    return [into - visits, out - visits, probability - 1];
  });
}

const site = (starts: string[], transitions: [string, string, number][], redirects: string[]) => {
  const named = (name: string) => page(name, redirects.includes(name) ? 307 : 200);
  return siteOf(
    starts.map(named),
    transitions.map(([from, to, p]) => ({ source: named(from), dest: named(to), p })),
  );
};
const edgeBetween = ({ nodes, edges }: Graph, from: string, to: string) =>
  edges.find((edge) => nodes[edge.from]!.state.page === from && nodes[edge.to]!.state.page === to);

describe.each(NAMES)("the graph of %s", (name) => {
  test("has what enters each state leave it", () => {
    for (const difference of imbalances(shippedGraph(name))) expect(Math.abs(difference)).toBeLessThan(1e-6);
  });

  test("has it folded too, without redirects and with the other states' visits", () => {
    const [whole, folded] = [shippedGraph(name), foldedGraph(name)];
    for (const difference of imbalances(folded)) expect(Math.abs(difference)).toBeLessThan(1e-6);
    const isRedirect = ({ state: { status } }: Graph["nodes"][number]) => status >= 300 && status < 399;
    expect(folded.nodes.map(({ state, visits }) => ({ state, visits }))).toEqual(
      whole.nodes.filter((node) => !isRedirect(node)).map(({ state, visits }) => ({ state, visits })),
    );
    expect(folded.foldedCount).toBe(whole.nodes.filter(isRedirect).length);
    const pairs = folded.edges.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  test("shows each state's main way in and out, whatever is hidden", () => {
    const graph = foldedGraph(name);
    const { edges, hidden, hiddenUses } = showFrom(graph, 1);
    expect(edges.length + hidden.length).toBe(graph.edges.length);
    const all = graph.edges.reduce((sum, { uses }) => sum + uses, 0);
    expect(hiddenUses).toBeCloseTo(hidden.reduce((sum, { uses }) => sum + uses, 0) / all, 12);
    for (const index of graph.nodes.keys()) {
      for (const end of ["from", "to"] as const) {
        const own = graph.edges.filter((edge) => edge[end] === index && edge.from !== edge.to);
        const most = Math.max(...own.map(({ uses }) => uses));
        if (own.length > 0) expect(edges.some((edge) => edge[end] === index && edge.uses === most)).toBe(true);
      }
    }
  });
});

describe("folding", () => {
  test("multiplies along the way, adds to the direct one, and keeps who starts and ends in a redirect", () => {
    const graph = foldRedirects(
      graphOfJson(
        site(
          ["Form", "Send"],
          [
            ["Form", "Send", 0.5],
            ["Form", "Done", 0.25],
            ["Send", "Done", 0.75],
            ["Send", "Form", 0.125],
          ],
          ["Send"],
        ),
      ),
    );
    expect(graph.nodes.map(({ state: { page } }) => page)).toEqual(["Form", "Done"]);
    const [form, done] = graph.nodes as [Graph["nodes"][number], Graph["nodes"][number]];
    expect(edgeBetween(graph, "Form", "Done")).toMatchObject({
      probability: 0.625,
      via: [{ page: "Send", probability: 0.375 }],
    });
    expect(edgeBetween(graph, "Form", "Form")).toMatchObject({ probability: 0.0625 });
    expect(form.ends).toBeCloseTo(0.25 + 0.5 * 0.125, 9);
    // Half of the sessions start with Send: an eighth of them ends there, three quarters go on to Done.
    expect(form.starts).toBeCloseTo(0.5 + 0.5 * 0.125, 9);
    expect(done.starts).toBeCloseTo(0.5 * 0.75, 9);
    expect(graph.endsUnseen).toBeCloseTo(0.5 * 0.125, 9);
  });

  test("passes chains of redirects, named by the first, and leaves those that lead to themselves or nowhere", () => {
    const transitions: [string, string, number][] = [
      ["Home", "Login", 0.5],
      ["Login", "Token", 1],
      ["Token", "Home", 0.5],
      ["Home", "Retry", 0.125],
      ["Retry", "Retry", 0.5],
      ["Home", "Gone", 0.125],
    ];
    const graph = foldRedirects(graphOfJson(site(["Home"], transitions, ["Login", "Token", "Retry", "Gone"])));
    expect(graph.nodes.map(({ state: { page } }) => page)).toEqual(["Home", "Retry", "Gone"]);
    expect(edgeBetween(graph, "Home", "Home")).toMatchObject({
      probability: 0.25,
      via: [{ page: "Login", probability: 0.25 }],
    });
    expect(graph.foldedCount).toBe(2);
  });
});

test("a state that is never left and one that is never reached are marked", () => {
  const graph = graphOfJson(
    site(
      ["Home"],
      [
        ["Home", "Trap", 0.5],
        ["Trap", "Trap", 1],
        ["Island", "Home", 0.5],
      ],
      [],
    ),
  );
  const marks = graph.nodes.map(({ state: { page }, isTrapped, visits }) => [page, isTrapped, visits > 0]);
  expect(marks).toEqual([
    ["Home", false, true],
    ["Trap", true, true],
    ["Island", false, false],
  ]);
  expect(edgeBetween(graph, "Trap", "Trap")).toMatchObject({ probability: 1 });
});
