// `npm run docs:record`: records the README's picture anew. What was printed, and when, is kept in recording.cast; `npm run docs` draws it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printCast } from "./recording/cast.ts";
import { record } from "./recording/record.ts";

writeFileSync(join("docs", "build", "recording", "recording.cast"), printCast(await record(process.cwd())));
