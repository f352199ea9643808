// What people write for disorder: all problems at once, each with what to do.
import { describe, expect, test } from "vitest";
import { failureOf, QUICK_WEEK } from "../../support/program/here.ts";

async function refusal(...values: string[]): Promise<string> {
  try {
    const { message, exitCode } = await failureOf([...QUICK_WEEK, ...values]);
    expect(exitCode).toBe(2);
    return message;
  } catch (error) {
    throw new Error(`${values.join(" ")}: ${(error as Error).message}`);
  }
}

describe("an argument that is refused", () => {
  test.each([
    ["--late", "2%", "such as 2%:30s"],
    ["--late", "2:30s", "such as 2%:30s"],
    ["--late", "1:30s", "such as 2%:30s"],
    ["--late", "0%:30s", "such as 2%:30s"],
    ["--late", "101%:30s", "such as 2%:30s"],
    ["--late", "2%:soon", "such as 2%:30s"],
    ["--late", "2%:30s:40s", "such as 2%:30s"],
    ["--duplicate", "x", "such as 0.1%:10s"],
    ["--duplicate", "0.1%:", "such as 0.1%:10s"],
    ["--lose", "1", "such as 2% or 0.02"],
    ["--lose", "-1%", "such as 2% or 0.02"],
    ["--outage", "24:00/15min", "such as 10:00/15min"],
    ["--outage", "10:60/15min", "such as 10:00/15min"],
    ["--outage", "2026-01-31T10:00:00.5/15min", "such as 10:00/15min"],
    ["--outage", "10:00", "such as 10:00/15min"],
    ["--burst", "12:00/5min", "such as 12:00/5min:10x"],
    ["--burst", "12:00/5min:1x", "such as 12:00/5min:10x"],
    ["--burst", "12:00/5min:1001x", "such as 12:00/5min:10x"],
  ])("%s %s", async (option, value, advice) => {
    const message = await refusal(option, value);
    expect(message).toContain(`'${value}' is invalid`);
    expect(message).toContain(advice);
  });
});

describe("options that do not go together", () => {
  test.each([
    [["--late-max", "1min"], "add --late"],
    [["--late", "2%:30s", "--late-max", "29s"], "below the mean"],
    [["--late", "2%:32d"], "longest wait is 31 days"],
    [["--late", "2%:1d", "--late-max", "32d"], "longest wait is 31 days"],
    [["--outage", "10:00/1d"], "use a shorter one, or an instant"],
    [["--outage", "2026-01-01/32d"], "longest wait is 31 days"],
    [["--burst", "12:00/3h:10x"], "use a shorter one, or an instant"],
    [["--outage", "10:00/15min", "--outage", "10:15/15min"], "overlap or touch"],
    [["--outage", "23:50/15min", "--outage", "00:00/5min"], "overlap or touch"],
    [["--outage", "10:00/15min", "--outage", "2026-03-03T10:05/5min"], "overlap or touch"],
    [["--outage", "2026-03-03T10:05/5min", "--outage", "2026-03-03T10:07/5min"], "overlap or touch"],
    [
      ["--outage", "11:20/15min", "--burst", "12:00/5min:10x"],
      "--outage 11:20:00 and --burst 12:00:00 overlap or touch",
    ],
    [["--truth", "truth.json"], "add --late, --duplicate, --lose, --outage or --burst"],
    [["--compat", "interana", "--lose", "1%"], "--lose is an option of the default engine"],
    [["--compat", "interana", "--burst", "12:00/5min:10x"], "--burst is an option of the default engine"],
  ])("%j", async (values, advice) => {
    expect(await refusal(...values)).toContain(advice);
  });

  test("are told together", async () => {
    const message = await refusal("--late-max", "1min", "--outage", "10:00/1d", "--part", "1/999");
    for (const each of ["add --late", "use a shorter one", "choose fewer shares"]) expect(message).toContain(each);
  });

  test.each([
    ["10:00/15min", "10:16/15min"],
    ["23:50/5min", "00:00/5min"],
    ["2026-03-03T10:05/5min", "10:15/5min"],
  ])("outages %s and %s are apart", async (one, other) => {
    expect(await refusal("--outage", one, "--outage", other, "--part", "1/999")).not.toContain("overlap");
  });
});

test("more that waits than there is memory for is refused before the run", async () => {
  const message = await refusal("-n", "5M", "--outage", "10:00/20h", "/dev/null");
  expect(message).toMatch(/[\d,]+ MiB of it for events that wait to arrive/);
  expect(message).toMatch(/At most [\d,]+ users fit/);
});
