import { RunError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import type { HttpAnswer } from "../../http/messages.ts";
import { readXml } from "./xml.ts";

/**
 * What follows from a code of S3:
 * - `passing`: the same request may succeed later
 * - `renew`: credentials have expired, and there may be newer ones
 * - `clock`: the clocks of server and machine differ
 * - `region`: the answer names the region of the bucket
 * - `final`: nothing would change
 */
export type Consequence = "passing" | "renew" | "clock" | "region" | "final";

interface CodeMeaning {
  consequence: Consequence;
  problem?: string;
  advice?: string;
}

const LOG = "the server's log says more";
const KEYS = "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile that AWS_PROFILE names";
const FEWER = "let fewer programs use the bucket at the same time, and write fewer and larger files";
const FULL = "free room, raise the quota, or write elsewhere";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and those of MinIO and Ceph. */
const CODES: Readonly<Record<string, CodeMeaning>> = {
  SlowDown: { consequence: "passing", problem: "the server asks for fewer requests", advice: FEWER },
  SlowDownRead: { consequence: "passing", problem: "the server asks for fewer requests" },
  SlowDownWrite: { consequence: "passing", problem: "the server asks for fewer requests" },
  InternalError: { consequence: "passing", problem: "the server had an error of its own" },
  ServiceUnavailable: { consequence: "passing", problem: "the server is busy" },
  OperationAborted: { consequence: "passing" },
  ConditionalRequestConflict: { consequence: "passing" },
  RequestTimeout: { consequence: "passing" },
  IncompleteBody: { consequence: "passing", problem: "the server did not get all bytes" },
  BadDigest: { consequence: "passing", problem: "the bytes changed on the way" },
  XAmzContentSHA256Mismatch: { consequence: "passing", problem: "the bytes changed on the way" },
  XAmzContentChecksumMismatch: { consequence: "passing", problem: "the bytes changed on the way" },
  ExpiredToken: {
    consequence: "renew",
    problem: "the session token has expired",
    advice: 'get new credentials (such as "aws sso login") and run again, with --resume for split output',
  },
  ExpiredTokenException: {
    consequence: "renew",
    problem: "the session token has expired",
    advice: "get new credentials",
  },
  TokenRefreshRequired: {
    consequence: "renew",
    problem: "the session token has expired",
    advice: "get new credentials",
  },
  RequestTimeTooSkewed: {
    consequence: "clock",
    problem: "the clocks of this machine and the server differ",
    advice: "set this machine's clock",
  },
  RequestExpired: { consequence: "clock", problem: "the clocks differ", advice: "set this machine's clock" },
  AuthorizationHeaderMalformed: {
    consequence: "region",
    problem: "the signature is not the one for this bucket",
    advice: "set AWS_REGION to the region of the bucket",
  },
  IllegalLocationConstraintException: {
    consequence: "region",
    problem: "the bucket is in another region",
    advice: "set AWS_REGION to that of the bucket",
  },
  PermanentRedirect: {
    consequence: "region",
    problem: "the bucket is in another region",
    advice: "set AWS_REGION to that of the bucket",
  },
  TemporaryRedirect: {
    consequence: "region",
    problem: "the bucket is new, and its server's name is not known everywhere yet",
    advice: "set AWS_REGION to that of the bucket, or wait some minutes",
  },
  NoSuchBucket: {
    consequence: "final",
    problem: "there is no such bucket",
    advice: "check its name, or make it (aws s3 mb s3://NAME); AWS_ENDPOINT_URL_S3 names a server other than AWS",
  },
  AccessDenied: {
    consequence: "final",
    problem: "these credentials may not do it",
    advice:
      "allow s3:PutObject, s3:GetObject, s3:ListBucket, s3:DeleteObject and s3:AbortMultipartUpload for the bucket, or use other credentials",
  },
  AllAccessDisabled: { consequence: "final", problem: "access is switched off", advice: "ask the owner of the bucket" },
  AccountProblem: { consequence: "final", problem: "the account has a problem", advice: "ask AWS" },
  InvalidAccessKeyId: { consequence: "final", problem: "the server does not know this access key", advice: KEYS },
  InvalidToken: { consequence: "final", problem: "the session token is wrong", advice: "check AWS_SESSION_TOKEN" },
  SignatureDoesNotMatch: {
    consequence: "final",
    problem: "the secret key does not belong to the access key",
    advice: KEYS,
  },
  InvalidBucketName: { consequence: "final", problem: "this is no name of a bucket", advice: "check the address" },
  KeyTooLongError: { consequence: "final", problem: "the name is too long", advice: "use a shorter one" },
  QuotaExceeded: { consequence: "final", problem: "a quota is used up", advice: FULL },
  XMinioAdminBucketQuotaExceeded: { consequence: "final", problem: "the bucket's quota is used up", advice: FULL },
  XMinioStorageFull: { consequence: "final", problem: "the server's disks are full", advice: FULL },
  InsufficientStorage: { consequence: "final", problem: "the server's disks are full", advice: FULL },
  EntityTooLarge: {
    consequence: "final",
    problem: "the server takes no file so large",
    advice: "write several files with --split",
  },
  NoSuchUpload: {
    consequence: "final",
    problem: "the server does not know the upload any more",
    advice: "a lifecycle rule, or another run that cleans up, has ended it; run again",
  },
  NoSuchKey: { consequence: "final", problem: "there is no such file", advice: "check the address" },
  PreconditionFailed: {
    consequence: "final",
    problem: "exists now, and --no-clobber keeps it",
    advice: "name another, or leave --no-clobber out",
  },
  NotImplemented: { consequence: "final", problem: "the server cannot do this", advice: LOG },
};

/** For answers without a code, as those to HEAD and those of what is between here and the server. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  301: "PermanentRedirect",
  307: "TemporaryRedirect",
  403: "AccessDenied",
  404: "NoSuchKey",
  408: "RequestTimeout",
  409: "OperationAborted",
  412: "PreconditionFailed",
  429: "SlowDown",
  500: "InternalError",
  501: "NotImplemented",
  502: "ServiceUnavailable",
  503: "ServiceUnavailable",
  504: "ServiceUnavailable",
  507: "InsufficientStorage",
};

/** A request that S3 refused. */
export class S3Failure extends RunError {
  /** @param target an address for messages @param said what the server said in words @param region that the answer names */
  constructor(
    readonly target: string,
    readonly status: number,
    readonly code: string,
    readonly said: string | undefined,
    readonly region: string | undefined,
  ) {
    const { problem = "the server refuses the request", advice = LOG } = CODES[code] ?? {};
    const words = said === undefined || said === "" ? "" : `: ${printable(said)}`;
    const at = region === undefined ? "" : `, in region ${printable(region)}`;
    super(`${target}: ${problem} (${printable(code)}${at}${words}); ${advice}`);
  }

  get consequence(): Consequence {
    if (Object.hasOwn(CODES, this.code)) return (CODES[this.code] as CodeMeaning).consequence;
    return this.status >= 500 || this.status === 429 ? "passing" : "final";
  }
}

/** The failure that an answer tells of. */
export function failureOf(target: string, { status, headers, body }: HttpAnswer): S3Failure {
  const found = readXml(body);
  const xml = found?.name === "Error" ? found : undefined;
  const code = xml?.text("Code") || CODE_OF_STATUS[status] || `status ${status}`;
  const header = headers["x-amz-bucket-region"];
  const region = xml?.text("Region") ?? (typeof header === "string" ? header : undefined);
  return new S3Failure(target, status, code, xml?.text("Message"), region);
}
