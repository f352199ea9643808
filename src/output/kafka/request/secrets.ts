import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { readAtMost } from "../../../system/read-at-most.ts";

/** Variables of the environment with secrets, which no option takes: all users of a machine see its command lines. */
export const VARIABLES = {
  password: "EVENTSIM_KAFKA_PASSWORD",
  token: "EVENTSIM_KAFKA_TOKEN",
  passphrase: "EVENTSIM_KAFKA_KEY_PASSPHRASE",
  registry: "EVENTSIM_KAFKA_REGISTRY_AUTH",
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Certificates of many authorities have some hundred kilobytes. */
const MOST_FILE_BYTES = 1 << 20;
const MOST_SECRET_CHARACTERS = 65_536;

/** Reads a small text, also from a pipe. Throws UsageError. @param option for messages */
export function readTextFile(option: string, path: string): string {
  const name = `${option} ${printable(path)}`;
  let text: string | undefined;
  try {
    const bytes = readAtMost(path, MOST_FILE_BYTES);
    text = bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const why = error instanceof TypeError ? "it is not text in UTF-8" : printable((error as Error).message);
    throw new UsageError(`${name}: cannot be read (${why}); check the name and who may read it`);
  }
  if (text !== undefined) return text;
  throw new UsageError(`${name}: has more than ${MOST_FILE_BYTES} bytes; is it the right file?`);
}

/** Checks a secret, which may not be shown. @param origin the option or variable that it comes from */
function checked(secret: string, origin: string): string {
  if (secret === "") throw new UsageError(`${origin}: there is nothing in it; write the secret into it, on one line`);
  if (secret.length > MOST_SECRET_CHARACTERS)
    throw new UsageError(`${origin}: has ${secret.length} characters, and at most ${MOST_SECRET_CHARACTERS} are taken`);
  if (/\p{Cc}/u.test(secret))
    throw new UsageError(`${origin}: has a line end or another control character inside; write the secret on one line`);
  return secret;
}

/**
 * Returns a secret from its file, else from its variable; undefined if there is neither. A line end at the end of the
 * file does not count. Throws UsageError, without the secret.
 */
export function secretOf(
  file: { option: string; path: string | undefined } | undefined,
  variable: string,
  environment: Environment = process.env,
): string | undefined {
  if (file?.path !== undefined)
    return checked(
      readTextFile(file.option, file.path).replace(/\r?\n$/, ""),
      `${file.option} ${printable(file.path)}`,
    );
  const value = environment[variable];
  return value === undefined || value === "" ? undefined : checked(value, variable);
}

/** Returns what a registry asks for; undefined if nothing is set. Throws UsageError, without the secret. */
export function registryAuthorization(environment: Environment = process.env): string | undefined {
  const secret = secretOf(undefined, VARIABLES.registry, environment);
  if (secret === undefined || secret.includes(":")) return secret;
  throw new UsageError(`${VARIABLES.registry}: must be user:password, with a colon between them`);
}
