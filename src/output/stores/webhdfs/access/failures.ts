import { RunError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import type { HttpAnswer } from "../../http/messages.ts";

const MOST_SAID_CHARACTERS = 400;

interface Meaning {
  problem: string;
  advice: string;
  /** The same request may succeed later. */
  passes?: true;
}

const LOG = "the log of the name node says more";
const NEW_TOKEN =
  "get a new one with `hdfs fetchdt --renewer USER FILE`, and name the file in HADOOP_TOKEN_FILE_LOCATION; --resume makes what is missing";
const MOVES: Meaning = {
  problem: "no name node is active",
  advice: "look at `hdfs haadmin -getAllServiceState`",
  passes: true,
};
const IN_USE: Meaning = {
  problem: "the file is being written by another program, or its lease is not over",
  advice: "end the other program, or try again in a minute",
  passes: true,
};
const QUOTA: Meaning = {
  problem: "the folder's quota is exceeded",
  advice: "raise it with `hdfs dfsadmin -setSpaceQuota` or -setQuota, or remove files; --resume makes what is missing",
};

/** Exceptions of name nodes and data nodes, by their names. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  StandbyException: MOVES,
  ObserverRetryOnActiveException: MOVES,
  RetriableException: { problem: "the name node is not ready", advice: LOG, passes: true },
  SafeModeException: {
    problem: "the name node is in safe mode, in which nothing can be written",
    advice: "wait until it has found its blocks, or end it with `hdfs dfsadmin -safemode leave`",
    passes: true,
  },
  AlreadyBeingCreatedException: IN_USE,
  RecoveryInProgressException: IN_USE,
  LeaseExpiredException: IN_USE,
  ReplicaNotFoundException: { problem: "a data node has lost a replica", advice: LOG, passes: true },
  NotReplicatedYetException: { problem: "data nodes are slow", advice: LOG, passes: true },
  ConnectException: { problem: "a server of the cluster cannot be reached", advice: LOG, passes: true },
  SocketTimeoutException: { problem: "a server of the cluster does not answer", advice: LOG, passes: true },
  DSQuotaExceededException: QUOTA,
  NSQuotaExceededException: QUOTA,
  QuotaByStorageTypeExceededException: QUOTA,
  QuotaExceededException: QUOTA,
  AccessControlException: {
    problem: "this user may not do that",
    advice: "let the user write there (`hdfs dfs -chown` or -chmod), or name another one in HADOOP_USER_NAME",
  },
  InvalidToken: { problem: "the delegation token is not valid, or no longer", advice: NEW_TOKEN },
  AuthenticationException: { problem: "the server does not know who asks", advice: NEW_TOKEN },
  FileNotFoundException: { problem: "there is no such file", advice: "check the address" },
  FileAlreadyExistsException: { problem: "something of this name exists", advice: "remove it, or name another file" },
  ParentNotDirectoryException: {
    problem: "a file has the name that a folder should have",
    advice: "remove it, or name another folder",
  },
  InvalidPathException: { problem: "HDFS takes no such name", advice: "name another file" },
  UnsupportedOperationException: { problem: "the server does not offer this operation", advice: "Hadoop 3 does" },
};

const UNAUTHORIZED: Meaning = {
  problem: "the server wants to know who asks (Kerberos)",
  advice: NEW_TOKEN,
};
const NO_SPACE: Meaning = {
  problem: "no data node has room for a block",
  advice: "look at `hdfs dfsadmin -report`; free some space, and --resume makes what is missing",
};
const NO_DATA_NODE: Meaning = {
  problem: "no data node takes a block",
  advice: "look at `hdfs dfsadmin -report`; --resume makes what is missing",
  passes: true,
};
const BUSY: Meaning = { problem: "the server cannot answer now", advice: LOG, passes: true };
const UNKNOWN: Meaning = { problem: "the server refuses", advice: LOG };

/** Statuses of servers, and of what is before them, that are over after a while. */
const BUSY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

function meaningOf(exception: string, status: number, said: string): Meaning {
  // The filter before the servlet wraps what is wrong with a token.
  if (/InvalidToken|can't be found in cache|token .*is expired/.test(said)) return MEANINGS.InvalidToken!;
  if (status === 401) return UNAUTHORIZED;
  if (/could only be (written|replicated) to/.test(said))
    return /no node\(s\) are excluded/.test(said) ? NO_SPACE : NO_DATA_NODE;
  if (/Failed to find datanode|No active and not excluded nodes|are bad\. Aborting|no more good datanodes/i.test(said))
    return NO_DATA_NODE;
  const meaning = Object.hasOwn(MEANINGS, exception) ? MEANINGS[exception] : undefined;
  return meaning ?? (BUSY_STATUSES.has(status) ? BUSY : UNKNOWN);
}

/** HDFS has refused a request. */
export class RemoteFailure extends RunError {
  readonly canPass: boolean;

  private constructor(
    output: string,
    /** Name of the exception, without its package; "" where the server says none. */
    readonly exception: string,
    readonly status: number,
    readonly said: string,
  ) {
    const { problem, advice, passes } = meaningOf(exception, status, said);
    const shown = [exception || `HTTP status ${status}`, ...(said === "" ? [] : [said])].join(": ");
    super(`${output}: ${problem} (${printable(shown, MOST_SAID_CHARACTERS)}); ${advice}`);
    this.canPass = passes === true;
  }

  /** @param output address for messages */
  static of(output: string, { status, body }: HttpAnswer): RemoteFailure {
    let exception: unknown;
    let message: unknown;
    try {
      ({ exception, message } = JSON.parse(body.toString()).RemoteException);
    } catch {
      // What is before the servers answers in HTML.
    }
    // Traces follow in the lines after the first.
    const said = typeof message === "string" ? (message.split(/\n\tat |\n\s*\n/, 1)[0] as string).trim() : "";
    return new RemoteFailure(output, typeof exception === "string" ? exception : "", status, said);
  }

  /** Whether another name node is to be asked. */
  get isElsewhere(): boolean {
    return Object.hasOwn(MEANINGS, this.exception) && MEANINGS[this.exception] === MOVES;
  }

  /** Whether it is said that there is no such file. */
  get isAbsent(): boolean {
    return this.exception === "FileNotFoundException" || (this.exception === "" && this.status === 404);
  }
}
