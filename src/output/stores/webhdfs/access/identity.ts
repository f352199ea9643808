import { userInfo } from "node:os";
import { UsageError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import { readAtMost } from "../../../../system/read-at-most.ts";
import { readTokens, type Token, urlString } from "./token-file.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Parameters of each request that say who asks. */
export type Identity = Readonly<Record<"user.name", string> | Record<"delegation", string>>;

const USER = "HADOOP_USER_NAME";
const TOKEN_FILE = "HADOOP_TOKEN_FILE_LOCATION";
const MOST_USER_CHARACTERS = 256;
/** A job of YARN holds some tokens of some hundred bytes each. */
const MOST_FILE_BYTES = 1 << 20;

/** Kinds of tokens that name nodes and HttpFS take over HTTP. */
const KINDS = new Set(["HDFS_DELEGATION_TOKEN", "WEBHDFS delegation", "SWEBHDFS delegation"]);

function userName(environment: Environment): string {
  const given = environment[USER];
  const name = given || userInfo().username;
  if (name.length <= MOST_USER_CHARACTERS && !/[\p{Cc}\p{Cs}]/u.test(name)) return name;
  throw new UsageError(
    `${USER}: must be a user's name of at most ${MOST_USER_CHARACTERS} characters, without control characters`,
  );
}

/** The token for these hosts: that of one of their services, else the only one there is. */
function chosen(tokens: readonly Token[], hosts: readonly string[], file: string): Token {
  const fitting = tokens.filter(({ kind }) => KINDS.has(kind));
  const ofHost = fitting.find(({ service }) => hosts.includes(service));
  const found = ofHost ?? fitting.find(({ service }) => service.startsWith("ha-hdfs:")) ?? fitting[0];
  if (found !== undefined) return found;
  const has =
    tokens.length === 0
      ? "has no token"
      : `has tokens of other kinds (${printable(tokens.map(({ kind }) => kind).join(", "))})`;
  throw new UsageError(`${file}: ${has}; get one for HDFS with: hdfs fetchdt --renewer USER FILE`);
}

/** Reads the token of a file of Hadoop's credentials, or of one line as GETDELEGATIONTOKEN answers it. */
function tokenOf(path: string, hosts: readonly string[]): string {
  const file = `${TOKEN_FILE} ${printable(path)}`;
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, MOST_FILE_BYTES);
  } catch (error) {
    throw new UsageError(
      `${file}: cannot be read (${printable((error as Error).message)}); name a file with a delegation token`,
    );
  }
  if (bytes === undefined)
    throw new UsageError(`${file}: has more than ${MOST_FILE_BYTES} bytes; is it the right file?`);
  const text = bytes.toString("latin1").trim();
  if (/^[A-Za-z0-9_-]{16,}$/.test(text)) return text;
  const tokens = readTokens(bytes);
  if (tokens !== undefined) return urlString(chosen(tokens, hosts, file));
  throw new UsageError(
    `${file}: is neither a file of Hadoop's tokens nor a token on one line; make one with: hdfs fetchdt --renewer USER FILE`,
  );
}

/**
 * Who asks: the holder of a token where HADOOP_TOKEN_FILE_LOCATION names a file, else HADOOP_USER_NAME, else the user of this
 * process, as for Hadoop's own programs. Throws UsageError, without the token.
 */
export function readIdentity(hosts: readonly string[], environment: Environment = process.env): Identity {
  const file = environment[TOKEN_FILE];
  return file ? { delegation: tokenOf(file, hosts) } : { "user.name": userName(environment) };
}
