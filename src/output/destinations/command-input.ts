import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A command that reads, and the socket that it reads from. */
export interface Started {
  child: ChildProcess;
  socket: Socket;
}

/**
 * Starts `sh -c COMMAND` with a socket as its standard input. Unlike the pipe that Node makes, it tells whether all was read: where a
 * process leaves bytes behind, the system resets the connection. The command is the leader of a process group of its own, so
 * that all of it can be ended, and Ctrl-C reaches it by us alone. Its output and errors go where ours do.
 * @param path of a socket, which must not exist
 */
export async function startReading(command: string, path: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  // The command may read no byte, and end, before we have said that nothing follows.
  const server = createServer({ allowHalfOpen: true });
  server.listen(path);
  await once(server, "listening");
  try {
    const theirs = connect(path);
    const [[socket]] = (await Promise.all([once(server, "connection"), once(theirs, "connect")])) as [
      [Socket],
      unknown,
    ];
    // What the command reads is not for us.
    theirs.pause();
    const child = spawn("sh", ["-c", command], {
      stdio: [theirs, "inherit", "inherit"],
      env: environment,
      detached: true,
    });
    theirs.destroy();
    return { child, socket };
  } finally {
    server.close();
  }
}

/** Ends a command and all that it has started, at once: with time left it could complete a file that is not whole. */
export function endCommand({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
