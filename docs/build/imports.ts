import { readFileSync } from "node:fs";
import { cruise, type ICruiseResult } from "dependency-cruiser";

const TOPS = ["src", "assembly"];
const BLOCK = /(?<=<!-- imports:begin -->\n).*?(?=<!-- imports:end -->)/s;

/** What each folder imports, by names such as `src/cli`; a file right in src/ or assembly/ counts as a folder. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

function folderOf(path: string): string | undefined {
  const [top, name] = path.split("/") as [string, string?];
  return TOPS.includes(top) && name !== undefined ? `${top}/${name}` : undefined;
}

/** Reads the imports of src/ and assembly/, those of types included. */
export async function readImports(): Promise<Imports> {
  const { output } = await cruise(TOPS, {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { extensions: [".ts"] },
  });
  const imports = new Map<string, Set<string>>();
  for (const { source, dependencies } of (output as ICruiseResult).modules) {
    const from = folderOf(source);
    if (from === undefined) continue;
    const targets = imports.get(from) ?? new Set();
    imports.set(from, targets);
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return imports;
}

/** All that a folder reaches over the imports of others. */
function reachedFrom(folder: string, imports: Imports, known = new Map<string, Set<string>>()): Set<string> {
  const earlier = known.get(folder);
  if (earlier !== undefined) return earlier;
  const reached = new Set<string>();
  known.set(folder, reached);
  for (const target of imports.get(folder) ?? []) {
    reached.add(target);
    for (const further of reachedFrom(target, imports, known)) reached.add(further);
  }
  return reached;
}

/** The direct imports without those that follow from others: a --> c where a --> b --> c. */
function essentialOf(folder: string, imports: Imports): string[] {
  const direct = [...(imports.get(folder) ?? [])];
  return direct.filter((to) => !direct.some((via) => via !== to && reachedFrom(via, imports).has(to)));
}

/** A flowchart in Mermaid's language, with the folders that import most at the top. */
export function drawImports(imports: Imports): string {
  const rank = (folder: string) => reachedFrom(folder, imports).size;
  const folders = [...imports.keys()].sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1));
  const id = (folder: string) => folder.replaceAll(/[/.]/g, "_");
  const isDrawn = (folder: string) => rank(folder) > 0 || folders.some((from) => imports.get(from)?.has(folder));
  const group = (top: string) => {
    const names = folders.filter((folder) => folder.startsWith(`${top}/`) && isDrawn(folder));
    const nodes = names.map((name) => `    ${id(name)}["${name.slice(top.length + 1)}"]`);
    return [`  subgraph ${top}`, ...nodes, "  end"];
  };
  const arrows = folders.flatMap((folder) => {
    const targets = essentialOf(folder, imports).map(id).sort();
    return targets.length === 0 ? [] : [`  ${id(folder)} --> ${targets.join(" & ")}`];
  });
  return ["```mermaid", "flowchart TD", ...TOPS.flatMap(group), ...arrows, "```", ""].join("\n");
}

/** ARCHITECTURE.md with the imports that the code has now. */
export async function architecturePage(): Promise<string> {
  const text = readFileSync("ARCHITECTURE.md", "utf8");
  const picture = drawImports(await readImports());
  return text.replace(BLOCK, () => picture);
}
