// When the sessions of a run start where users leave soon, those who come often first, and others arrive at any hour alike.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtinSongs } from "../../../src/catalog/builtin.ts";
import { observeFiles } from "../../../src/cli/config/observe.ts";
import { readConfig } from "../../../src/config/read.ts";
import { ordinarySpan, predict } from "../../../src/predict/predict.ts";
import { durationsOf } from "../../../src/predict/times/length.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { run } from "../../support/program/command.ts";
import { onePage } from "../../support/sites/shipped.ts";
import { TWO_WEEKS } from "./compare-run.ts";
import { Starts } from "./starts.ts";

test("the weekdays and hours of session starts are as predicted where users leave and arrive", async () => {
  const visit = { page: "Visit", auth: "Member", method: "GET", status: 200, level: "free" };
  const growth = 6;
  const site = onePage({
    ...{ damping: 0.08, "weekend-damping": 0.5, "weekend-damping-offset": 180, "weekend-damping-scale": 360 },
    ...{ "growth-rate": growth, "churned-state": "Gone", "new-user-level": "free" },
    "show-user-details": ["Member", "Gone"].map((auth) => ({ auth, show: false })),
    transitions: [{ source: visit, dest: { ...visit, page: "Leave", auth: "Gone" }, p: 0.25 }],
  });
  const [file, events] = ["config.json", "events.json"].map((name) => join(temporaryFolder(), name)) as [
    string,
    string,
  ];
  writeFileSync(file, JSON.stringify(site));
  run(["-c", file, "-n", "20000", ...TWO_WEEKS, "--quiet", events]);
  const starts = new Starts();
  await observeFiles([events], starts);

  const { config } = readConfig(file);
  const { prediction, solved } = predict(config, durationsOf(builtinSongs()), 14);
  starts.expectIn(prediction.weekOfRun);
  // Without those who leave, and without those who arrive, it is another week.
  expect(starts.misfitsOf(prediction.week).length).toBeGreaterThan(10);
  expect(starts.misfitsOf(solved.weekOfRun(ordinarySpan(config, 14), 2, 0)).length).toBeGreaterThan(3);
});
