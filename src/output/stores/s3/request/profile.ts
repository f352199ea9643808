import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import { readAtMost } from "../../../../system/read-at-most.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The keys of a section, in small letters. */
export type Section = ReadonlyMap<string, string>;

/** The files that the AWS command line and all SDKs share: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const MOST_FILE_BYTES = 1 << 20;

/** Reads a file of profiles into sections. Lines that are indented belong to the key before them, as of `s3 =`, and are left out. */
function readSections(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const title = /^\[\s*(.*?)\s*\]/.exec(line)?.[1];
    if (title !== undefined) {
      section = sections.get(title) ?? new Map();
      sections.set(title, section);
      continue;
    }
    const [, key, value] = /^([^\s#;=][^=]*?)\s*=\s*(.*?)(?:\s+[#;].*)?\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) section?.set(key.toLowerCase(), value);
  }
  return sections;
}

/** Reads a file; no sections where it does not exist. */
function readFile(path: string): Map<string, Map<string, string>> {
  try {
    const bytes = readAtMost(path, MOST_FILE_BYTES);
    if (bytes !== undefined) return readSections(bytes.toString("utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return new Map();
    throw new UsageError(`${printable(path)}: cannot be read (${printable(message)}); check who may read it`);
  }
  throw new UsageError(`${printable(path)}: has more than ${MOST_FILE_BYTES} bytes; is it a file of AWS profiles?`);
}

/** What the shared files say of one profile. */
export interface Profile {
  name: string;
  /** For messages. */
  credentialsPath: string;
  /** Its section in the file of credentials. */
  credentials: Section;
  /** Its section in the file of settings. */
  config: Section;
}

const NOTHING: Section = new Map();

/** Reads the profile of AWS_PROFILE, or "default". Throws UsageError where it is named and there is none. */
export function readProfile(environment: Environment): Profile {
  const chosen = environment.AWS_PROFILE || undefined;
  const name = chosen ?? "default";
  const folder = join(environment.HOME || homedir(), ".aws");
  const credentialsPath = environment.AWS_SHARED_CREDENTIALS_FILE || join(folder, "credentials");
  const configPath = environment.AWS_CONFIG_FILE || join(folder, "config");
  const credentials = readFile(credentialsPath).get(name);
  const sections = readFile(configPath);
  const config = sections.get(`profile ${name}`) ?? (name === "default" ? sections.get(name) : undefined);
  if (chosen !== undefined && credentials === undefined && config === undefined)
    throw new UsageError(
      `AWS_PROFILE: there is no profile ${printable(chosen)} in ${printable(credentialsPath)} or ${printable(configPath)}; name another, or add it with "aws configure"`,
    );
  return { name, credentialsPath, credentials: credentials ?? NOTHING, config: config ?? NOTHING };
}
