// `npm run docs`: writes the pages and pictures that are made from the program itself.
import { writeFileSync } from "node:fs";
import { PAGES } from "./pages.ts";

for (const [path, make] of Object.entries(PAGES)) {
  writeFileSync(path, await make());
  console.log(path);
}
