// Replaces bin/eventsim when the documents' commands are run. EVENTSIM_LAUNCH has the words that start the program, one
// per line;
// EVENTSIM_LOG receives its exit code.
import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { scaled } from "./scaled.ts";

const { EVENTSIM_LAUNCH, EVENTSIM_LOG, ...env } = process.env;
const words = [...EVENTSIM_LAUNCH!.split("\n"), ...scaled(process.argv.slice(2))];
const { status } = spawnSync(process.execPath, words, { stdio: "inherit", env });
appendFileSync(EVENTSIM_LOG!, `${status}\n`);
process.exitCode = status ?? 1;
