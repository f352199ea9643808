import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readIdentity } from "../../../../../src/output/stores/webhdfs/access/identity.ts";
import { readTokens, urlString } from "../../../../../src/output/stores/webhdfs/access/token-file.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-identity-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Uint8Array | string): string {
  const path = join(folder, "token");
  writeFileSync(path, bytes);
  return path;
}

/** Text of Hadoop: its length, which takes a byte up to 127 and two up to 255, and the bytes. */
function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([Buffer.from(bytes.length <= 127 ? [bytes.length] : [0x8f, bytes.length]), bytes]);
}

const IDENTIFIER = Buffer.alloc(200, 7);

/** A token as Writables: identifier, password, kind, service. */
function token(kind: string, service: string): Buffer {
  return Buffer.concat([text(IDENTIFIER), text("pa55word"), text(kind), text(service)]);
}

function writables(...tokens: Buffer[]): Buffer {
  const pairs = tokens.flatMap((each) => [text("alias"), each]);
  return Buffer.concat([Buffer.from("HDTS\0"), Buffer.from([tokens.length]), ...pairs, Buffer.from([0])]);
}

/** Fields of protocol buffers that are bytes. */
function message(...fields: [number, Buffer][]): Buffer {
  return Buffer.concat(
    fields.flatMap(([field, bytes]) => [
      Buffer.from([
        field * 8 + 2,
        ...(bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7]),
      ]),
      bytes,
    ]),
  );
}

describe("who asks HDFS", () => {
  it("is HADOOP_USER_NAME, else the user of the process", () => {
    expect(readIdentity(["nn:1"], { HADOOP_USER_NAME: "alice" })).toEqual({ "user.name": "alice" });
    expect(readIdentity(["nn:1"], { HADOOP_USER_NAME: "" })).toEqual({ "user.name": userInfo().username });
    expect(() => readIdentity(["nn:1"], { HADOOP_USER_NAME: "a\nb" })).toThrow("HADOOP_USER_NAME");
  });

  it("is the holder of the token in a file of Writables, that of the host before others", () => {
    const other = token("HDFS_DELEGATION_TOKEN", "10.0.0.1:8020");
    const own = token("HDFS_DELEGATION_TOKEN", "nn:1");
    const yarn = token("YARN_AM_RM_TOKEN", "nn:1");
    const environment = { HADOOP_USER_NAME: "alice", HADOOP_TOKEN_FILE_LOCATION: file(writables(yarn, other, own)) };
    expect(readIdentity(["nn:1"], environment)).toEqual({ delegation: own.toString("base64url") });
    expect(readIdentity(["elsewhere:1"], environment)).toEqual({ delegation: other.toString("base64url") });
  });

  it("is the holder of the token in a file of protocol buffers", () => {
    const parts: [number, Buffer][] = [
      [1, IDENTIFIER],
      [2, Buffer.from("pa55word")],
      [3, Buffer.from("HDFS_DELEGATION_TOKEN")],
      [4, Buffer.from("ha-hdfs:cluster")],
    ];
    const pair = message([1, Buffer.from("alias")], [2, message(...parts)]);
    const all = message([1, pair], [2, message([1, Buffer.from("key")], [3, Buffer.from("a secret")])]);
    const length = Buffer.from([(all.length & 127) | 128, all.length >> 7]);
    const path = file(Buffer.concat([Buffer.from("HDTS\x01"), length, all]));
    expect(readIdentity(["nn:1"], { HADOOP_TOKEN_FILE_LOCATION: path })).toEqual({
      delegation: token("HDFS_DELEGATION_TOKEN", "ha-hdfs:cluster").toString("base64url"),
    });
  });

  it("is the holder of a token on one line", () => {
    const line = token("HDFS_DELEGATION_TOKEN", "").toString("base64url");
    expect(readIdentity([], { HADOOP_TOKEN_FILE_LOCATION: file(`${line}\n`) })).toEqual({ delegation: line });
  });

  it.each([
    ["nothing", Buffer.alloc(0), "neither a file of Hadoop's tokens"],
    ["another file", Buffer.from("<configuration/>"), "neither a file of Hadoop's tokens"],
    ["no token", writables(), "has no token"],
    ["tokens of others", writables(token("YARN_AM_RM_TOKEN", "x")), "tokens of other kinds (YARN_AM_RM_TOKEN)"],
    ["a larger file", Buffer.alloc((1 << 20) + 1), "has more than"],
  ])("refuses %s", (_, bytes, problem) => {
    expect(() => readIdentity(["nn:1"], { HADOOP_TOKEN_FILE_LOCATION: file(bytes) })).toThrow(problem);
  });

  it("refuses a file that is not there", () => {
    expect(() => readIdentity([], { HADOOP_TOKEN_FILE_LOCATION: join(folder, "none") })).toThrow("cannot be read");
  });

  it("reads no damaged file, at whatever byte it ends or differs", () => {
    const whole = writables(token("HDFS_DELEGATION_TOKEN", "nn:1"), token("HDFS_DELEGATION_TOKEN", "nn:2"));
    const tokens = whole.length - 1;
    for (let end = 0; end < tokens; end++) expect(readTokens(whole.subarray(0, end))).toBeUndefined();
    expect(readTokens(whole)).toHaveLength(2);
    for (let at = 0; at < whole.length; at++) {
      for (const byte of [0, 127, 128, 143, 255]) {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        // It ends, and with no more than the file has.
        for (const each of readTokens(changed) ?? []) expect(urlString(each).length).toBeLessThan(2 * whole.length);
      }
    }
  });
});
