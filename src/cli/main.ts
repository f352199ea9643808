import type { WriteStream } from "node:tty";
import { closeGoneTerminals, writeWithoutWaiting } from "../output/destinations/terminal.ts";
import { runCommandLine } from "./command-line.ts";

// The reader of the messages may close its pipe; the events have another reader, so the run continues.
process.stderr.on("error", () => {});
if (process.stderr.isTTY) writeWithoutWaiting(process.stderr as WriteStream);
process.on("exit", closeGoneTerminals);
await runCommandLine(process.argv.slice(2));
