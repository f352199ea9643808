import { UsageError } from "../../../system/errors.ts";
import { printable, quoted } from "../../../system/printable.ts";

const MOST_PORT = 65_535;

export interface Address {
  host: string;
  port: number;
}

/** The address as people write it, safe to print. */
export function addressText({ host, port }: Address): string {
  return printable(host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
}

/** Reads `host:port` or `[::1]:port`. Throws a UsageError. */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^\]\s]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > MOST_PORT) {
    throw new UsageError(`${quoted(text)} is no address of a Kafka broker; write host:port, such as localhost:9092`);
  }
  return { host: (match[1] ?? match[2]) as string, port };
}
