// A separate process for each measurement of the stages: no compiled code, heap or memory remains from the previous
// one.
// The argument is a StageOptions in JSON. Prints a StageResult in JSON.

import { measureStages, type StageOptions } from "../src/benchmark/stages.ts";

const options = JSON.parse(process.argv[2] ?? "") as StageOptions;
process.stdout.write(JSON.stringify(await measureStages(options)));
