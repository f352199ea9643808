// Adds up reports of JUnit as the counts that .ci/run reads: node .ci/junit-results.mjs RESULTS.json REPORT.xml...
import { readFileSync, writeFileSync } from "node:fs";

const [results, ...reports] = process.argv.slice(2);
const total = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
for (const report of reports)
  for (const [suite] of readFileSync(report, "utf8").matchAll(/<testsuite [^>]*>/g)) {
    const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    total.numFailedTests += failed;
    total.numPendingTests += count("skipped");
    total.numPassedTests += count("tests") - failed - count("skipped");
  }
writeFileSync(results, `${JSON.stringify(total)}\n`);
