// A process of its own for each measurement of the stages: no compiled code, heap or memory is left of the one before.
// Its argument is a StageOptions in JSON; it prints a StageResult in JSON.

import { measureStages, type StageOptions } from "../src/benchmark/stages.ts";

const options = JSON.parse(process.argv[2] ?? "") as StageOptions;
process.stdout.write(JSON.stringify(await measureStages(options)));
