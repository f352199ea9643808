import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Picture } from "../draw/picture.ts";

/** Pixels for one of the SVG, so that small texts stay legible. */
const SCALE = 1.5;
/** The picture is in memory with four bytes a pixel, more than once. */
const MOST_PIXELS = 16_000_000;

const require = createRequire(import.meta.url);
/**
 * Arimo has the widths of Arial and Helvetica, and comes as a package: the fonts of the machine are not looked at, so that the picture has
 * the same bytes everywhere. It has Latin, Greek, Cyrillic and Hebrew letters; others become empty boxes.
 */
const FONT_FILES = [
  "@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf",
  "@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf",
  "@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf",
];

let loading: Promise<typeof import("@resvg/resvg-wasm")> | undefined;

/** resvg as WebAssembly: one file for all machines, and the same bytes. */
async function load(): Promise<typeof import("@resvg/resvg-wasm")> {
  const resvg = await import("@resvg/resvg-wasm");
  await resvg.initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return resvg;
}

/** Pixels of the PNG for one of the picture: 1.5, or fewer where it would become too large. */
export function scaleOf({ width, height }: Picture): number {
  return Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
}

export async function pngOf(picture: Picture): Promise<Uint8Array> {
  loading ??= load();
  const { Resvg } = await loading;
  const drawn = new Resvg(picture.markup, {
    fitTo: { mode: "zoom", value: scaleOf(picture) },
    font: {
      fontBuffers: FONT_FILES.map((file) => readFileSync(require.resolve(file))),
      defaultFontFamily: "Arimo",
      sansSerifFamily: "Arimo",
    },
  });
  const image = drawn.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawn.free();
  }
}
