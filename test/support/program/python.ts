import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../root.ts";

/** In a folder that git ignores. */
const PACKAGES = join(ROOT, "build", "python");
const MSGPACK = "msgpack==1.1.0";

/** The environment in which python3 finds msgpack, which is installed the first time; undefined where that is not possible. */
export function pythonWithMsgpack(): NodeJS.ProcessEnv | undefined {
  const env = { ...process.env, PYTHONPATH: PACKAGES };
  const python = (...args: string[]) => spawnSync("python3", args, { env, stdio: "ignore" }).status === 0;
  const hasMsgpack = () => python("-c", "import msgpack");
  if (!hasMsgpack()) {
    python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", PACKAGES, MSGPACK);
  }
  return hasMsgpack() ? env : undefined;
}
