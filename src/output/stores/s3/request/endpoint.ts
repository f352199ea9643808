import { UsageError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import { isLocalHost } from "../../../local-host.ts";
import type { Environment, Profile } from "./profile.ts";

/** Where requests for a bucket go. */
export interface Endpoint {
  /** The server that is named; absent for AWS, whose servers follow from the region. */
  custom?: URL;
  region: string;
}

/** The region of endpoints that have none. */
const USUAL_REGION = "us-east-1";
/** A region becomes part of a host's name. */
const REGION = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

export function isRegion(text: string | undefined): text is string {
  return text !== undefined && REGION.test(text);
}

function readUrl(text: string, origin: string): URL {
  const wrong = (problem: string) =>
    new UsageError(`${origin}: ${problem}; write http://host:port or https://host, such as http://127.0.0.1:9000`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong(`${printable(text)} is no address`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw wrong("it must begin with http:// or https://");
  if (url.username !== "" || url.password !== "")
    throw wrong("it has a user or a password, which belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  if (url.search !== "" || url.hash !== "") throw wrong("it has a ? or a #");
  return url;
}

/** Finds the server and the region: the environment first, then the profile. Throws UsageError. */
export function findEndpoint(environment: Environment, { name, config }: Profile): Endpoint {
  const inProfile = (key: string) => [config.get(key), `${key} of profile ${printable(name)}`] as const;
  const isIgnored = /^true$/i.test(environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "");
  const candidates = isIgnored
    ? []
    : [
        [environment.AWS_ENDPOINT_URL_S3, "AWS_ENDPOINT_URL_S3"] as const,
        [environment.AWS_ENDPOINT_URL, "AWS_ENDPOINT_URL"] as const,
        inProfile("endpoint_url"),
      ];
  const [address, origin] = candidates.find(([text]) => text) ?? [];
  const regions = [
    [environment.AWS_REGION, "AWS_REGION"] as const,
    [environment.AWS_DEFAULT_REGION, "AWS_DEFAULT_REGION"] as const,
    inProfile("region"),
  ];
  const [region, regionOrigin] = regions.find(([text]) => text) ?? [];
  if (region !== undefined && !isRegion(region))
    throw new UsageError(`${regionOrigin}: ${printable(region)} is no region; write one such as ${USUAL_REGION}`);
  if (address === undefined || origin === undefined) return { region: region ?? USUAL_REGION };
  const custom = readUrl(address, origin);
  return { custom, region: region ?? (isR2(custom) ? "auto" : USUAL_REGION) };
}

/** Cloudflare's store, which takes no parts of different sizes. */
export function isR2({ hostname }: URL): boolean {
  return hostname.endsWith(".r2.cloudflarestorage.com");
}

/** Whether bodies arrive as they are sent: TLS sees to it, and where the server is this machine, there is no network between. */
export function keepsBodies({ custom }: Endpoint): boolean {
  return custom === undefined || custom.protocol === "https:" || isLocalHost(custom.hostname);
}

/** Escapes a text as signatures do: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function escapePart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A certificate for *.s3.amazonaws.com is not valid for names with a dot, and hosts' names have no capitals or underscores. */
function fitsHost(bucket: string): boolean {
  return /^[a-z0-9-]{3,63}$/.test(bucket);
}

/** Returns the URL of a key, or of the bucket where the key is "". The bucket is a part of the path at servers that are named. */
export function urlOf(
  { custom, region }: Endpoint,
  bucket: string,
  key: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const path = key.split("/").map(escapePart).join("/");
  const pairs = Object.entries(query).map(([name, value]) => `${escapePart(name)}=${escapePart(value)}`);
  const search = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  if (custom !== undefined)
    return new URL(
      `${custom.origin}${custom.pathname.replace(/\/$/, "")}/${escapePart(bucket)}/${path}`.replace(/\/$/, "") + search,
    );
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const server = `s3.${region}.${domain}`;
  if (fitsHost(bucket)) return new URL(`https://${bucket}.${server}/${path}${search}`);
  return new URL(`https://${server}/${escapePart(bucket)}${key === "" ? "" : `/${path}`}${search}`);
}
