import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Chain, type Credentials } from "../../../../../src/output/stores/s3/request/credentials.ts";
import { readProfile } from "../../../../../src/output/stores/s3/request/profile.ts";
import { temporaryFolder } from "../../../../support/files/folders.ts";

const NO_OTHERS = async () => undefined;

/** Writes the files of profiles into a home. */
function home(folder: string, files: Record<string, string>): { HOME: string } {
  mkdirSync(join(folder, ".aws"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, ".aws", name), text);
  return { HOME: folder };
}

const FILES = {
  credentials: `# a comment
[default]
aws_access_key_id = AKID
aws_secret_access_key=SECRET/+= ; after a space
[work]
aws_access_key_id = WORK
aws_secret_access_key = WORK-SECRET
aws_session_token = TOKEN
[half]
aws_access_key_id = HALF
`,
  config: `[default]
region = eu-west-1
s3 =
  endpoint_url = https://not.this.one
[profile work]
region=eu-central-1
endpoint_url = http://10.1.2.3
[profile sso]
sso_session = my-sso
[profile late]
aws_access_key_id = LATE
aws_secret_access_key = LATE-SECRET
`,
};

describe("credentials", () => {
  it("come from the environment first, else from a profile", async () => {
    const folder = temporaryFolder();
    const files = home(folder, FILES);
    const of = (environment: Record<string, string>) =>
      new Chain({ ...files, ...environment }, NO_OTHERS).credentials();
    expect(await of({})).toMatchObject({ accessKeyId: "AKID", secretAccessKey: "SECRET/+=" });
    expect(await of({ AWS_PROFILE: "work" })).toMatchObject({ accessKeyId: "WORK", sessionToken: "TOKEN" });
    expect(await of({ AWS_PROFILE: "late" })).toMatchObject({ accessKeyId: "LATE" });
    const variables = { AWS_ACCESS_KEY_ID: "ENV", AWS_SECRET_ACCESS_KEY: "S", AWS_PROFILE: "work" };
    expect(await of(variables)).toMatchObject({ accessKeyId: "ENV", secretAccessKey: "S" });
    expect(readProfile({ ...files, AWS_PROFILE: "work" }).config.get("endpoint_url")).toBe("http://10.1.2.3");
    expect(readProfile(files).config.get("endpoint_url")).toBeUndefined();
  });

  it.for([
    [{}, "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", true],
    [{ AWS_ACCESS_KEY_ID: "A" }, "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not", false],
    [{ AWS_SECRET_ACCESS_KEY: "geheim" }, "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not", false],
    [{ AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "ge heim\n" }, "there is a space or another character", false],
    [{ AWS_PROFILE: "none\u001b" }, "AWS_PROFILE: there is no profile none\\u001B in", false],
    [{ AWS_PROFILE: "half" }, "there is aws_access_key_id and no aws_secret_access_key", false],
    [{ AWS_PROFILE: "sso" }, "to come from sso_session of profile sso; roles, single sign-on", false],
    [{ AWS_WEB_IDENTITY_TOKEN_FILE: "/t" }, "to come from AWS_WEB_IDENTITY_TOKEN_FILE", true],
  ] as const)("%j: %s", async ([environment, message, isEmpty]) => {
    const folder = temporaryFolder();
    const files = home(folder, isEmpty ? {} : FILES);
    const found = new Chain({ ...files, ...environment }, NO_OTHERS).credentials();
    await expect(found).rejects.toThrow(message);
    await expect(found).rejects.not.toThrow("heim");
  });

  it("are renewed before they expire, and once where several requests meet that they have", async () => {
    const folder = temporaryFolder();
    const minute = 60_000;
    const lives = [6 * minute, 2 * minute, undefined];
    let asked = 0;
    const source = async (): Promise<Credentials> => {
      const life = lives[asked];
      return {
        accessKeyId: `KEY${asked++}`,
        secretAccessKey: "S",
        ...(life !== undefined && { expiresMs: Date.now() + life }),
      };
    };
    const chain = new Chain(home(folder, {}), source);
    const first = await chain.credentials();
    expect(await chain.credentials()).toBe(first);
    expect(await Promise.all([chain.replace(first), chain.replace(first), chain.replace(first)])).toEqual([
      true,
      true,
      true,
    ]);
    expect((await chain.credentials()).accessKeyId).toBe("KEY1");
    expect(asked).toBe(2);
  });

  it("stay where nobody has newer ones", async () => {
    const folder = temporaryFolder();
    const chain = new Chain({ ...home(folder, {}), AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: "S" }, NO_OTHERS);
    expect(await chain.replace(await chain.credentials())).toBe(false);
  });
});
