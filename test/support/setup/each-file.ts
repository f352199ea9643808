// Run before each test file, also where files share a process and with it the modules of test/support.
import { afterAll, afterEach } from "vitest";
import { removeLasting } from "../files/folders.ts";
import { endStarted } from "../program/program.ts";

afterEach(endStarted);
afterAll(removeLasting);
