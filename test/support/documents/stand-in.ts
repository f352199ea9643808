// Replaces bin/eventsim when the documents' commands are run: starts the program in this process, with other arguments.
// EVENTSIM_MAIN is its script; EVENTSIM_LOG receives its exit code.
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { scaled } from "./scaled.ts";

const { EVENTSIM_MAIN, EVENTSIM_LOG } = process.env;
delete process.env.EVENTSIM_MAIN;
delete process.env.EVENTSIM_LOG;
process.argv = [process.execPath, EVENTSIM_MAIN!, ...scaled(process.argv.slice(2))];
process.on("exit", (code) => appendFileSync(EVENTSIM_LOG!, `${code}\n`));
await import(pathToFileURL(EVENTSIM_MAIN!).href);
