import { readFileSync } from "node:fs";
import { configSchemaFile } from "./config-schema.ts";
import { eventFieldsPage } from "./event-fields-page.ts";
import { architecturePage } from "./imports.ts";
import { jvmFlagsPage } from "./jvm-flags-page.ts";
import { optionsPage } from "./options-page.ts";
import { populationsPage } from "./populations-page.ts";
import { readCast } from "./recording/cast.ts";
import { drawCast } from "./recording/svg.ts";

function drawRecording(): Promise<string> {
  return drawCast(readCast(readFileSync("docs/build/recording/recording.cast", "utf8")));
}

/** The files that are made, whole or in part, from the program's own tables, predictions and imports, and the recording, by their paths in the repository. */
export const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  "ARCHITECTURE.md": architecturePage,
  "configs/README.md": populationsPage,
  "configs/schema.json": configSchemaFile,
  "docs/recording.svg": drawRecording,
  "docs/reference/event-fields.md": eventFieldsPage,
  "docs/reference/jvm-flags.md": jvmFlagsPage,
  "docs/reference/options.md": optionsPage,
};
