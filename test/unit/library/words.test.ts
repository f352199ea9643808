import { describe, expect, it } from "vitest";
import { checkBytes, checkSimulate, checkWrite } from "../../../src/library/options.ts";
import { inLibraryWords, inWords } from "../../../src/library/words.ts";
import { RunError } from "../../../src/system/errors.ts";

describe("messages in the library's words", () => {
  it.each([
    ["--compress-level 5: only gzip and zstd have levels", "compressLevel 5: only gzip and zstd have levels"],
    ["use --nusers 10 or fewer, or --part", "use users 10 or fewer, or share"],
    ["or -Xmx185m.", "or memoryBytes: 185 * 2 ** 20."],
    // The original's data, options without a counterpart, and names in paths stay.
    ["--slice-events, --constructor, a--data", "--slice-events, --constructor, a--data"],
  ])("%s", (message, expected) => {
    expect(inLibraryWords(message)).toBe(expected);
  });

  it("keep their class and name the same in the stack", () => {
    const error = inWords(new RunError("use --nusers $&")) as Error;
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toBe("use users $&");
    expect(error.stack).toMatch(/^(RunError|Error): use users \$&\n/);
  });

  it("leave other errors as they are", () => {
    const error = new Error("--nusers");
    expect(inWords(error)).toBe(error);
    expect(error.message).toBe("--nusers");
    expect(inWords("--nusers")).toBe("--nusers");
  });

  it.each([
    ...["nusers", "userid", "randomseed", "tag", "user", "workers", "data", "part", "start-time", "end-time"],
    ...["compress", "format", "lz4-framing", "zstd-frames", "only-parts", "split-size", "split-time", "resume"],
  ])("have an option that exists for --%s", (name) => {
    const option = inLibraryWords(`--${name}`);
    const checks = [checkSimulate, checkBytes, checkWrite] as ((options: object) => unknown)[];
    const refusals = checks.map((check) => {
      try {
        check({ [option]: Symbol("no value") });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(refusals.some((message) => message.startsWith(`${option}: Symbol(no value) is invalid`))).toBe(true);
  });
});
