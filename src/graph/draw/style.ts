// Presentation attributes are the light picture, which is also what is printed and what becomes a PNG; a style sheet, where one is
// obeyed, makes it dark. Nothing is said by colour alone: strokes are dashed or doubled as well, and shares are written.

/** Of Helvetica's widths, so that texts fit the boxes that were measured for them. */
export const FONTS = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif";

export const LIGHT = {
  paper: "#ffffff",
  ink: "#0f172a",
  faint: "#475569",
  frame: "#94a3b8",
  group: "#f8fafc",
  edge: "#64748b",
  crossing: "#7c3aed",
  box: "#ffffff",
  song: "#dbeafe",
  error: "#fee2e2",
  trap: "#b91c1c",
  starts: "#15803d",
  ends: "#b91c1c",
} as const;

export const DARK: typeof LIGHT extends Readonly<Record<infer Name extends string, string>>
  ? Record<Name, string>
  : never = {
  paper: "#0f172a",
  ink: "#f1f5f9",
  faint: "#cbd5e1",
  frame: "#64748b",
  group: "#1e293b",
  edge: "#94a3b8",
  crossing: "#c4b5fd",
  box: "#0f172a",
  song: "#1e3a8a",
  error: "#7f1d1d",
  trap: "#fca5a5",
  starts: "#4ade80",
  ends: "#fca5a5",
};

/** Paint by class: `f-NAME` fills, `s-NAME` strokes. */
export type Colour = keyof typeof LIGHT;

/** Class and attributes that paint in a colour of both pictures. */
export function painted({ fill, stroke, kind }: { fill?: Colour | "none"; stroke?: Colour; kind?: string }) {
  const fillClass = fill === undefined || fill === "none" ? [] : [`f-${fill}`];
  const classes = [
    ...(kind === undefined ? [] : [kind]),
    ...fillClass,
    ...(stroke === undefined ? [] : [`s-${stroke}`]),
  ];
  return {
    class: classes.length > 0 ? classes.join(" ") : undefined,
    fill: fill === undefined ? undefined : fill === "none" ? "none" : LIGHT[fill],
    stroke: stroke === undefined ? undefined : LIGHT[stroke],
  };
}

/** The dark picture. It is the same file on a screen that asks for it; paper is white. */
export function darkStyle(): string {
  const rules = (Object.keys(DARK) as Colour[]).map(
    (name) => `.f-${name}{fill:${DARK[name]}}.s-${name}{stroke:${DARK[name]}}.halo{stroke:${DARK.paper}}`,
  );
  return `@media screen and (prefers-color-scheme:dark){${[...new Set(rules)].join("")}}`;
}
