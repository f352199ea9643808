import { isIPv6 } from "node:net";
import { UsageError } from "../../../system/errors.ts";
import { printable, shownAddress } from "../../../system/printable.ts";

/** What an address of HDFS names. */
export interface HdfsAddress {
  isSecure: boolean;
  /** Name nodes, or servers of HttpFS, each with its port. The first that is active is used. */
  hosts: string[];
  /** Absolute path without a slash at the end; "" for the root. */
  folder: string;
  /** The last part of the address; absent if it ends in a slash. */
  name?: string;
}

const SCHEME = /^(s?)webhdfs:\/\//i;
/** Ports of name nodes of Hadoop 3. */
const PORT = 9870;
const SECURE_PORT = 9871;
const MOST_PORT = 65_535;
const MOST_HOSTS = 8;
const MOST_HOST_CHARACTERS = 253;
const MOST_PATH_CHARACTERS = 8000;
const HOST = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/;

function hostOf(entry: string, port: number): string | undefined {
  const [, inBrackets, name, given = String(port)] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (Number(given) < 1 || Number(given) > MOST_PORT) return undefined;
  if (inBrackets !== undefined) return isIPv6(inBrackets) ? `[${inBrackets}]:${Number(given)}` : undefined;
  if (name === undefined || name.length > MOST_HOST_CHARACTERS || !HOST.test(name)) return undefined;
  return `${name}:${Number(given)}`;
}

/** @param path a password may have a slash, and then ends there */
function problemOfHosts(hosts: string, path: string, scheme: string): string | undefined {
  const wrong = hosts.split(",").find((entry) => hostOf(entry, PORT) === undefined);
  if (hosts.includes("@") || (wrong !== undefined && path.includes("@")))
    return `a user or a password stands before the @, where all users of this machine see it and logs keep it; put the user into HADOOP_USER_NAME, and the name of a file with a delegation token into HADOOP_TOKEN_FILE_LOCATION`;
  if (hosts === "") return `no name node is named; write ${scheme}://host:${PORT}/folder/name`;
  if (hosts.split(",").length > MOST_HOSTS)
    return `it has more than ${MOST_HOSTS} name nodes; name those of one cluster`;
  if (wrong === undefined) return undefined;
  return `${printable(wrong)} is no host:port, with a port up to ${MOST_PORT}; write ${scheme}://host:${PORT}/folder/name, with a comma between several name nodes`;
}

/** What HDFS says of a path (DFSUtil.isValidName), and more that no other reader would take. */
function problemOfPath(path: string): string | undefined {
  const secret = /[?&](delegation|token)=/i.exec(path);
  if (secret !== null)
    return `${secret[1]}= is a secret, and an address is seen by all users of this machine and kept in logs; put the token into a file, and the file's name into HADOOP_TOKEN_FILE_LOCATION`;
  if (/[?&](user\.name|op|doas|noredirect)=/i.test(path))
    return "an address takes no parameters, and what follows ? is part of the name; put the user into HADOOP_USER_NAME";
  if (path.length > MOST_PATH_CHARACTERS)
    return `it has ${path.length} characters, and HDFS takes ${MOST_PATH_CHARACTERS}`;
  const parts = path.split("/");
  if (parts.includes("")) return "two slashes stand together; write one";
  if (parts.some((part) => part === "." || part === ".."))
    return '"." and ".." are no names in HDFS; write the path without them';
  if (path.includes(":")) return 'HDFS has no ":" in names; leave it out';
  if (/[\p{Cc}\p{Cs}]/u.test(path)) return "it has a control character or half of a character; name it without";
  return undefined;
}

/** Throws UsageError if HDFS has no such names. @param path relative or without its first slash */
export function checkPath(address: string, path: string): void {
  const problem = problemOfPath(path);
  if (problem !== undefined) throw new UsageError(`${address}: ${problem}`);
}

/** Reads `webhdfs://host:port,host:port/path`. The path is taken literally. Throws UsageError if it names nothing. */
export function readAddress(address: string): HdfsAddress {
  const [found = "", secure = ""] = SCHEME.exec(address) ?? [];
  const isSecure = secure !== "";
  const rest = address.slice(found.length);
  const slash = rest.indexOf("/");
  const hosts = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : rest.slice(slash + 1);
  const isFolder = path === "" || path.endsWith("/");
  const whole = isFolder ? path.slice(0, -1) : path;
  const problem =
    problemOfHosts(hosts, path, isSecure ? "swebhdfs" : "webhdfs") ?? (whole === "" ? undefined : problemOfPath(whole));
  if (problem !== undefined) throw new UsageError(`${shownAddress(address)}: ${problem}`);
  const port = isSecure ? SECURE_PORT : PORT;
  const read = { isSecure, hosts: [...new Set(hosts.split(",").map((entry) => hostOf(entry, port)!))] };
  if (isFolder) return { ...read, folder: whole === "" ? "" : `/${whole}` };
  const last = whole.lastIndexOf("/");
  return { ...read, folder: last < 0 ? "" : `/${whole.slice(0, last)}`, name: whole.slice(last + 1) };
}

/** An address for messages. */
export function shownPath({ isSecure, hosts }: HdfsAddress, path: string): string {
  return printable(`${isSecure ? "s" : ""}webhdfs://${hosts.join(",")}${path}`);
}
