import { UsageError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import { type Environment, type Profile, readProfile } from "./profile.ts";

/** What requests are signed with. Never part of a message. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  /** Milliseconds since 1970; for ever if absent. */
  expiresMs?: number | undefined;
}

/** They are renewed so long before they expire: a request that is signed has five minutes to arrive. */
const RENEWAL_MS = 300_000;

/** The package that asks AWS: single sign-on, roles, web identities, containers and machines of EC2. Takes 16 MB on the disk. */
const PROVIDERS = "@aws-sdk/credential-provider-node";

/** Where credentials are, in the order in which all programs of AWS look: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
export type Source = () => Promise<Credentials | undefined>;

function fromEnvironment(environment: Environment): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  if (!id && !secret) return undefined;
  if (!id || !secret)
    throw new UsageError(
      `${id ? "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY" : "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID"} is not; set both, or neither to use the profile in ~/.aws`,
    );
  const expiresMs = Date.parse(environment.AWS_CREDENTIAL_EXPIRATION ?? "");
  return checked(
    { accessKeyId: id, secretAccessKey: secret, sessionToken: token || undefined, ...(expiresMs > 0 && { expiresMs }) },
    "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
  );
}

/** Keys in a profile that make credentials of others: they are for the package. */
const DERIVED = [
  "role_arn",
  "sso_session",
  "sso_start_url",
  "credential_process",
  "web_identity_token_file",
  "login_session",
];

/** The keys that stand in a profile. The file of credentials comes before that of settings. */
function fromProfile({ name, credentials, config, credentialsPath }: Profile): Credentials | undefined {
  if (DERIVED.some((key) => config.has(key) || credentials.has(key))) return undefined;
  const section = [credentials, config].find((each) => each.has("aws_access_key_id"));
  if (section === undefined) return undefined;
  const secretAccessKey = section.get("aws_secret_access_key");
  const origin = `${printable(credentialsPath)}, profile ${printable(name)}`;
  if (!secretAccessKey)
    throw new UsageError(`${origin}: there is aws_access_key_id and no aws_secret_access_key; write it there too`);
  const accessKeyId = section.get("aws_access_key_id") as string;
  return checked({ accessKeyId, secretAccessKey, sessionToken: section.get("aws_session_token") }, origin);
}

/** What cannot be sent in a header was copied with something around it. */
function checked(credentials: Credentials, origin: string): Credentials {
  const texts = [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken ?? ""];
  if (texts.every((text) => /^[\x21-\x7e]*$/.test(text))) return credentials;
  throw new UsageError(`${origin}: there is a space or another character that no key has; copy the keys again`);
}

interface Provided {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

interface Library {
  defaultProvider(): () => Promise<Provided>;
}

// Not a literal: neither the types nor the bundle need the package.
const loadProviders = (name: string = PROVIDERS): Promise<Library> => import(name);

/**
 * Asks the package, which is loaded only then. The source has nothing where it is not installed.
 * @param load rejects with ERR_MODULE_NOT_FOUND where it is not
 */
export function providersBy(load: () => Promise<Library> = loadProviders): Source {
  return async () => {
    let library: Library;
    try {
      library = await load();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
      throw error;
    }
    try {
      // A new provider each time: it keeps what it has, also where the server does not take it any more.
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await library.defaultProvider()();
      return { accessKeyId, secretAccessKey, sessionToken, expiresMs: expiration?.getTime() };
    } catch (error) {
      const { name, message } = error as Error;
      throw new UsageError(
        `no credentials of AWS: ${printable(message || name, 1000)}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or log in with "aws sso login"`,
      );
    }
  };
}

function missing(profile: Profile, environment: Environment): UsageError {
  const derived = DERIVED.find((key) => profile.config.has(key) || profile.credentials.has(key));
  const variable = [
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ];
  const origin = derived
    ? `${derived} of profile ${printable(profile.name)}`
    : variable.find((name) => environment[name]);
  const found = origin === undefined ? "there are no credentials" : `the credentials are to come from ${origin}`;
  const others = origin === undefined ? "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; " : "";
  return new UsageError(
    `S3: ${found}; ${others}roles, single sign-on, containers and machines of EC2 need a package: npm install ${PROVIDERS}`,
  );
}

/** Finds credentials, and renews those that expire. */
export class Chain {
  #current: Promise<Credentials> | undefined;
  #found: Credentials | undefined;
  #renewAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly environment: Environment,
    private readonly others: Source = providersBy(),
  ) {}

  /** Throws UsageError where there are none. */
  async credentials(): Promise<Credentials> {
    if (Date.now() >= this.#renewAtMs) this.#forget();
    this.#current ??= this.#find();
    return this.#current;
  }

  /**
   * Looks for others, since the server says that these have expired. Several requests may meet it at the same time.
   * Returns whether there are any.
   */
  async replace(expired: Credentials): Promise<boolean> {
    if (this.#found === expired) this.#forget();
    const { accessKeyId, sessionToken } = await this.credentials();
    return accessKeyId !== expired.accessKeyId || sessionToken !== expired.sessionToken;
  }

  #forget(): void {
    this.#current = undefined;
    this.#found = undefined;
    this.#renewAtMs = Number.POSITIVE_INFINITY;
  }

  async #find(): Promise<Credentials> {
    try {
      const found = await this.#search();
      this.#found = found;
      if (found.expiresMs !== undefined)
        // Not at once again, where all that there is expires soon.
        this.#renewAtMs = Math.max(
          found.expiresMs - RENEWAL_MS,
          Date.now() + Math.min(60_000, (found.expiresMs - Date.now()) / 2),
        );
      return found;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }

  async #search(): Promise<Credentials> {
    const own = fromEnvironment(this.environment);
    if (own !== undefined) return own;
    const profile = readProfile(this.environment);
    const found = fromProfile(profile) ?? (await this.others());
    if (found === undefined) throw missing(profile, this.environment);
    return found;
  }
}
