import { rowFormat } from "./rows.ts";

/** An event a line (https://jsonlines.org). */
export const json = rowFormat([".json"], { plain: "encodeJson", lz4: "encodeJsonLz4" });
