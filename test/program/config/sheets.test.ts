// `eventsim config export`, `import` and `diff` as a person runs them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { configFile } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { run } from "../../support/program/program.ts";

const ACCORDION = configFile("Accordion");
const WINDOW = ["-n", "10", "-s", "2026-01-05", "-e", "2026-01-12"];

async function idOf(config: string): Promise<string> {
  const { code, stdout, stderr } = await commandHere(["id", "-c", config, ...WINDOW]);
  expect(code, stderr).toBe(0);
  return stdout;
}

test.each(["xlsx", "csv"])("a configuration comes back from %s as the same, to the data set's id", async (ending) => {
  const folder = temporaryFolder();
  const [sheet, back] = [join(folder, `accordion.${ending}`), join(folder, "back.json")];
  expect(await commandHere(["config", "export", ACCORDION, "-o", sheet])).toMatchObject({ code: 0 });
  expect(await commandHere(["config", "import", sheet, "-o", back])).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(back, "utf8"))).toEqual(JSON.parse(readFileSync(ACCORDION, "utf8")));
  expect(await idOf(back)).toBe(await idOf(ACCORDION));
  expect(await commandHere(["config", "diff", ACCORDION, back])).toEqual({
    code: 0,
    stdout: `${ACCORDION} and ${back} say the same\n`,
    stderr: "",
  });
});

test("a file is replaced with --force alone", async () => {
  const sheet = join(temporaryFolder(), "mine.csv");
  writeFileSync(sheet, "mine");
  const { code, stderr } = await commandHere(["config", "export", ACCORDION, "-o", sheet]);
  expect({ code, says: stderr.includes(sheet) && stderr.includes("--force") }).toEqual({ code: 2, says: true });
  expect(readFileSync(sheet, "utf8")).toBe("mine");
  expect(await commandHere(["config", "export", ACCORDION, "-o", sheet, "--force"])).toMatchObject({ code: 0 });
  expect(readFileSync(sheet, "utf8")).toContain("NextSong");
});

test("an address is no file: it is refused, and leads to no folder", async () => {
  const folder = temporaryFolder();
  const { code, stderr } = await run(["config", "export", ACCORDION, "-o", "s3://bucket/mine.csv"], { cwd: folder });
  expect({ code, isNamed: stderr.includes("s3://bucket/mine.csv") }).toEqual({ code: 2, isNamed: true });
  expect(readdirSync(folder)).toEqual([]);
});

describe("config diff", () => {
  /** A copy of Accordion in which more songs are liked, and the visits are rarer. */
  function changed(): string {
    const config = JSON.parse(readFileSync(ACCORDION, "utf8"));
    config.beta *= 2;
    const liked = config.transitions.find(
      ({ source, dest }: { source: { page: string }; dest: { page: string } }) =>
        source.page === "NextSong" && dest.page === "Thumbs Up",
    );
    liked.p += 0.01;
    const file = join(temporaryFolder(), "changed.json");
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  test("says what was changed, with exit code 1", async () => {
    const file = changed();
    const { code, stdout, stderr } = await run(["config", "diff", ACCORDION, file, "--json"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const { keys, transitions, figures } = JSON.parse(stdout);
    const { beta } = JSON.parse(readFileSync(ACCORDION, "utf8"));
    expect(keys).toEqual([{ what: "beta", before: String(beta), after: String(2 * beta) }]);
    expect(transitions).toHaveLength(1);
    expect(transitions[0].after - transitions[0].before).toBeCloseTo(0.01, 12);
    const visits = figures.find(({ what }: { what: string }) => what === "sessions a user and day");
    expect(visits.after).toBeLessThan(0.7 * visits.before);
  });

  test("reads neither from a file that is none, with exit code 2", async () => {
    const file = join(temporaryFolder(), "none.json");
    const { code, stdout, stderr } = await commandHere(["config", "diff", ACCORDION, file]);
    expect({ code, stdout, says: stderr.includes(file) }).toEqual({ code: 2, stdout: "", says: true });
  });
});
