import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import {
  ENDLESS,
  exitCode,
  FIXED,
  groupIsAlive,
  pause,
  run,
  runCommand,
  seen,
  shell,
  start,
} from "../../support/program/program.ts";

let whole = "";
beforeAll(async () => {
  whole = (await run([...FIXED, "--quiet"])).stdout;
});

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("an output file", () => {
  it("is made with its folders, and nothing beside it", async () => {
    const folder = join(temporaryFolder(), "one", "two words", "drei-ü");
    expect((await commandHere([...FIXED, join(folder, "out.json")])).code).toBe(0);
    expect(readFileSync(join(folder, "out.json"), "utf8")).toBe(whole);
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  it("replaces an older one only when it is whole", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "out.json");
    writeFileSync(path, "older");
    const child = start([...ENDLESS, path]);
    await seen(child, "window:");
    await expect.poll(() => readdirSync(folder).length, { timeout: 120_000 }).toBe(2);
    expect(readFileSync(path, "utf8")).toBe("older");
    child.kill("SIGTERM");
    expect(await exitCode(child)).toBe(143);
    expect(readdirSync(folder)).toEqual(["out.json"]);
    expect(readFileSync(path, "utf8")).toBe("older");
    expect((await commandHere([...FIXED, path])).code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(whole);
  });

  it("may be the target of a symbolic link, which stays one", async () => {
    const folder = temporaryFolder();
    const link = join(folder, "link.json");
    mkdirSync(join(folder, "far"));
    symlinkSync(join("far", "out.json"), link);
    for (const existed of [false, true]) {
      expect(existsSync(join(folder, "far", "out.json"))).toBe(existed);
      expect((await commandHere([...FIXED, link])).code).toBe(0);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, "far", "out.json"), "utf8")).toBe(whole);
    }
    expect(readdirSync(join(folder, "far"))).toEqual(["out.json"]);
  });

  it("may be a device", async () => {
    expect(await commandHere([...FIXED, "--quiet", "/dev/null"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("may be a named pipe", async () => {
    const path = join(temporaryFolder(), "pipe");
    expect((await runCommand("mkfifo", [path])).code).toBe(0);
    const [result, reader] = await Promise.all([run([...FIXED, path]), runCommand("cat", [path])]);
    expect(result.code).toBe(0);
    expect(reader.stdout).toBe(whole);
    expect(statSync(path).isFIFO()).toBe(true);
  });
});

describe("an output that cannot be written", () => {
  it("a folder", async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await commandHere([...FIXED, folder]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `eventsim: ${folder}: is a folder; name a file in it, such as ${join(folder, "events.json")}`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["out/", "out/: is the name of a folder; name a file in it, such as out/events.json"],
    ["--split-time 1h out/", "out/: is the name of a folder; name a file in it, such as out/events.json"],
    ["--manifest out/ x.json", "out/: is the name of a folder"],
  ])("%s names a folder, before anything is simulated", async (words, message) => {
    const folder = temporaryFolder();
    const { code, stderr } = await commandHere([...FIXED, ...words.split(" ")], { cwd: folder });
    expect({ code, made: readdirSync(folder) }).toEqual({ code: 2, made: [] });
    expect(stderr).toMatch(/^eventsim: /);
    expect(stderr).toContain(message);
  });

  it("a path below a regular file", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "stays");
    const { code, stderr } = await commandHere([...FIXED, join(file, "sub", "out.json")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^eventsim: .*out\.json: cannot be used as output .*; name another file$/m);
    expect(readFileSync(file, "utf8")).toBe("stays");
  });

  it.runIf(process.platform === "linux")("a path where even root makes no folder", async () => {
    const { code, stderr } = await commandHere([...FIXED, "/proc/eventsim/out.json"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^eventsim: \/proc\/eventsim\/out\.json: cannot be written .*; name a file in a folder/m);
  });

  it("an empty name", async () => {
    const { code, stderr } = await commandHere([...FIXED, ""]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^eventsim: the output file's name is empty; /m);
  });
});

describe("a full disk", () => {
  it.runIf(existsSync("/dev/full"))("of a device ends the run with exit code 1", async () => {
    const { code, stderr } = await shell(`$eventsim ${FIXED.join(" ")} > /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^eventsim: standard output: the disk is full; about [\d.]+ MB more are needed: free that much or write elsewhere$/m,
    );
  });

  it("leaves no partial file", async (context) => {
    const disk = temporaryFolder();
    // A mount in a separate namespace, which disappears with its processes.
    const space = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
    const isolated = (line: string) => shell(`unshare ${space.join(" ")} bash -c '${line.replaceAll("DISK", disk)}'`);
    const mount = "mount -t tmpfs -o size=1m none DISK";
    const { code: mounts } = await isolated(mount);
    context.skip(mounts !== 0, "no small file system can be mounted here (unshare and mount are needed)");
    const { stdout, stderr } = await isolated(
      `${mount} && { $eventsim ${ENDLESS.join(" ")} DISK/out.json; echo "code $?"; ls -A DISK; }`,
    );
    expect(stderr).toContain(`eventsim: ${disk}/out.json: the disk is full; about `);
    expect(stdout).toBe("code 1\n");
  });
});

describe("standard output", () => {
  it("may be a file that the shell opened", async () => {
    const path = join(temporaryFolder(), "out.json");
    expect((await shell(`$eventsim ${FIXED.join(" ")} > ${path}`)).code).toBe(0);
    expect(hash(readFileSync(path, "utf8"))).toBe(hash(whole));
  });

  it("is appended to where the shell says so", async () => {
    const path = join(temporaryFolder(), "out.json");
    writeFileSync(path, "before\n");
    expect((await shell(`$eventsim ${FIXED.join(" ")} >> ${path}`)).code).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(`before\n${whole}`);
  });

  it("may lead to head, which ends the run quietly", async () => {
    const { code, stdout, stderr } = await shell(
      `$eventsim ${ENDLESS.join(" ")} --quiet | head -3; exit \${PIPESTATUS[0]}`,
    );
    expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("ts");
  });

  it("may be closed by its reader at any time", async () => {
    const child = start([...ENDLESS, "--quiet"]);
    let errors = "";
    child.stderr.on("data", (bytes) => {
      errors += bytes;
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const closed = once(child, "close");
    child.stdout.destroy();
    await closed;
    expect(await exitCode(child)).toBe(141);
    expect(errors).toBe("");
    expect(groupIsAlive(child)).toBe(false);
  });

  it("waits for a reader who takes a pause", async () => {
    const path = join(temporaryFolder(), "pipe");
    expect((await runCommand("mkfifo", [path])).code).toBe(0);
    const writer = shell(`$eventsim ${FIXED.join(" ")} --slice-events 1000 --part-events 10 > ${path}`);
    const reader = await open(path, "r");
    await pause(700);
    const text = await reader.readFile("utf8");
    await reader.close();
    expect((await writer).code).toBe(0);
    expect(hash(text)).toBe(hash(whole));
  });
});
