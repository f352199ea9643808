import { describe, expect, it } from "vitest";
import { commandHere, expectRefusal } from "../../support/program/command-here.ts";

describe("options that pace a run", () => {
  it.each([
    ["--speed", "0", /from 0.01 to 1000000, such as 60/],
    ["--speed", "1000001", /from 0.01 to 1000000/],
    ["--speed", "1e3", /from 0.01 to 1000000/],
    ["--speed", "fast", /simulated seconds in a real one/],
    ["--rate", "0", /events a second, such as 5000/],
    ["--rate", "-1", /events a second/],
    ["--rate", "5..", /events a second/],
    ["--rate", "5..10", /events a second/],
    ["--rate", "5..10/", /events a second/],
    ["--rate", "10..5/1h", /a lower and a higher number/],
    ["--rate", "5..10/0s", /events a second/],
    ["--rate", "1..2..3/1h", /events a second/],
    ["--rate", "1G", /events a second/],
    ["--rate-shape", "saw", /Allowed choices are ramp, sine, steps/],
    ["--flush-ms", "0", /from 1 to 60000/],
    ["--backfill", "soon", /a duration, such as/],
  ])("%s %s is refused", (option, value, message) =>
    expectRefusal([option, value, "--continuous"], new RegExp(`${option} <.*argument '${value}' is invalid`), message),
  );

  it.each([
    [["--speed", "60"], "--speed paces a live run: add --continuous, or leave it out"],
    [["--nocontinuous", "--rate", "5"], "--rate paces a live run: add --continuous"],
    [["--continuous", "--nocontinuous"], "--continuous and --nocontinuous contradict each other"],
    [["--continuous", "--speed", "2", "--rate", "5"], "--speed and --rate both set the pace"],
    [["--continuous", "--rate", "5", "--rate-shape", "sine"], "--rate-shape sine is for two rates"],
    [["--continuous", "--backfill", "1h", "--from", "2"], "--backfill and --from both set the start"],
    [["--continuous", "--backfill", "1h", "-s", "now"], "--backfill and --start-time both set the start"],
    [["--continuous", "--compat", "interana", "--backfill", "1h"], "--backfill is an option of the default engine"],
    [["--continuous", "--only-parts", "1", "--split-time", "1h", "x"], "--only-parts makes files of the past again"],
    [["--continuous", "x.parquet"], "--continuous: a parquet file can be read once it has ended"],
  ])("%j", (values, message) => expectRefusal(values, message));

  it("are told at once", () =>
    expectRefusal(
      [
        "--continuous",
        "--speed",
        "2",
        "--rate",
        "5",
        "--rate-shape",
        "sine",
        "--backfill",
        "1h",
        "--from",
        "2",
        "-n",
        "0",
      ],
      ...["--speed and --rate", "--rate-shape sine", "--backfill and --from", /--nusers.*'0'/],
    ));

  it("decide no byte: the id is that of the window", async () => {
    const window = ["-n", "10", "-s", "2026-01-01", "-e", "2026-01-02"];
    const { stdout } = await commandHere(["id", ...window]);
    for (const pace of [
      ["--speed", "60"],
      ["--rate", "1..5k/1h", "--rate-shape", "steps"],
      ["--flush-ms", "7"],
    ])
      expect((await commandHere(["id", ...window, "--continuous", ...pace])).stdout).toBe(stdout);
  });
});
