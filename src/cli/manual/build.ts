// Part of the build: writes the manual's page. With the same SOURCE_DATE_EPOCH a later build writes the same page.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../system/root.ts";
import { manualPage } from "./page.ts";

const { SOURCE_DATE_EPOCH: seconds } = process.env;
const day = seconds === undefined ? new Date() : new Date(Number(seconds) * 1000);
writeFileSync(join(packageRoot(), "dist", "eventsim.1"), await manualPage(day.toISOString().slice(0, 10)));
