import { drawPicture } from "../draw/picture.ts";
import { type Drawing, layOut } from "../layout/layout.ts";
import type { Graph } from "../model/graph.ts";
import type { Shown } from "../model/shown.ts";
import { dotText } from "./dot.ts";
import { mermaidText } from "./mermaid.ts";

export const GRAPH_FORMATS = ["svg", "png", "html", "dot", "mmd"] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** The format that a file's name ends in, in either case. */
export function graphFormatOf(path: string): GraphFormat | undefined {
  return GRAPH_FORMATS.find((format) => path.toLowerCase().endsWith(`.${format}`));
}

/** A graph's files. The layout, which takes a second, is made once, and only for the formats that need it. */
export class GraphWriter {
  #drawing: Promise<Drawing> | undefined;

  constructor(
    readonly graph: Graph,
    readonly shown: Shown,
    private readonly minProbability: number,
  ) {}

  #draw(): Promise<Drawing> {
    this.#drawing ??= layOut(this.graph, this.shown);
    return this.#drawing;
  }

  /** The contents of a file. Throws UsageError if the graph is too large for a picture. */
  async contents(format: GraphFormat): Promise<Uint8Array> {
    const { graph, shown, minProbability } = this;
    switch (format) {
      case "dot":
        return Buffer.from(dotText(graph, shown, minProbability));
      case "mmd":
        return Buffer.from(mermaidText(graph, shown, minProbability));
      case "svg":
        return Buffer.from(drawPicture(await this.#draw(), minProbability).markup);
      case "html":
        return Buffer.from((await import("../page/page.ts")).pageOf(await this.#draw(), minProbability));
      case "png":
        return await (await import("./png.ts")).pngOf(drawPicture(await this.#draw(), minProbability));
    }
  }
}
