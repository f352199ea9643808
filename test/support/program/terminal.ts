import { spawn } from "node:child_process";
import { LAUNCH } from "../../../bench/launch.ts";
import { ROOT } from "../root.ts";

/**
 * Runs its arguments on a terminal of its own, as `script` does, and prints what appears there. Each argument before `--` is typed when the
 * terminal shows what ends a question. Ctrl-D, which ends the input, is \x04 and Ctrl-C is \x03.
 */
const TYPIST = `
import os, pty, sys
end = sys.argv.index("--")
answers, command = sys.argv[1:end], sys.argv[end + 1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown = b""
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
    shown += data
    if b"]: " in shown and answers:
        shown = b""
        os.write(terminal, answers.pop(0).encode())
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
`;

/** Runs the program as on a person's terminal. @param typed for each question, what is typed, with \r where Enter is meant */
export function runOnTerminal(args: string[], typed: string[]): Promise<{ code: number | null; shown: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", TYPIST, ...typed, "--", process.execPath, ...LAUNCH, ...args], {
      cwd: ROOT,
      env: { ...process.env, TERM: "xterm" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let shown = "";
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, shown }));
  });
}
