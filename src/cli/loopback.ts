import { UsageError } from "../system/errors.ts";

/** What a run serves is for this machine alone. */
export const HOST = "127.0.0.1";

/** Why a port cannot be had, and what to do. @param option by which it was asked for, such as --metrics-port */
export function portError(
  option: string,
  port: number,
  { code, message }: Pick<NodeJS.ErrnoException, "code" | "message">,
): UsageError {
  const what = `${option} ${port}: `;
  const advice = "use another one, or 0 for one that is free";
  if (code === "EADDRINUSE") return new UsageError(`${what}another program uses this port of ${HOST}; ${advice}`);
  if (code === "EACCES") return new UsageError(`${what}this user may not open this port; ${advice}`);
  return new UsageError(`${what}cannot be opened on ${HOST} (${message}); ${advice}`);
}
