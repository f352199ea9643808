import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../../../bench/servers/ports.ts";
import { ROOT } from "../../root.ts";

export const BUCKET = "events-of-tests";

export const PYTHON = join(ROOT, "build", "stores-venv", "bin", "python");
export const NODE_PACKAGES = join(ROOT, "build", "stores-s3", "node_modules");

/** A server that speaks S3, with one bucket. */
export interface Server {
  port: number;
  /** What programs need to reach it. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

async function untilAnswers(child: ChildProcess, port: number, log: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${log()}`);
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await setTimeout(50);
    }
  }
}

async function start(command: string, values: string[], port: number, keys: [string, string]): Promise<Server> {
  const child = spawn(command, values, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes) => {
      text = (text + bytes).slice(-4000);
    });
  await untilAnswers(child, port, () => text);
  return {
    port,
    environment: environmentFor(port, keys),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

function environmentFor(port: number, [id, secret]: [string, string]): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nowhere/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
  };
}

/** The server of moto, which has all of S3 that is used here, and does not look at signatures. */
export async function startMoto(): Promise<Server> {
  const port = await freePort();
  const values = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const server = await start(PYTHON, values, port, ["moto-key", "moto-secret"]);
  const made = await fetch(`http://127.0.0.1:${port}/${BUCKET}`, { method: "PUT" });
  if (!made.ok) throw new Error(`moto makes no bucket: ${await made.text()}`);
  return server;
}

const MAKE_USER = `
import boto3, json, sys
def client(name):
    return boto3.client(name, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="s")
iam = client("iam")
iam.create_user(UserName="writer")
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": sys.argv[2:]}]}
iam.put_user_policy(UserName="writer", PolicyName="p", PolicyDocument=json.dumps(policy))
key = iam.create_access_key(UserName="writer")["AccessKey"]
print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]))
`;

/** Makes a user of moto, and has moto look at signatures and permissions from now on, with the code of Amazon's client. */
export async function guard({ port }: Server): Promise<Record<string, string>> {
  const address = `http://127.0.0.1:${port}`;
  const resources = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`];
  const keys = execFileSync(PYTHON, ["-c", MAKE_USER, address, ...resources], { encoding: "utf8" });
  await fetch(`${address}/moto-api/reset-auth`, { method: "POST", body: "0" });
  return environmentFor(port, JSON.parse(keys));
}

/** s3rver, which knows neither conditions nor lists of uploads. */
export async function startS3rver(): Promise<Server> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "eventsim-s3rver-"));
  mkdirSync(join(folder, BUCKET));
  const program = join(NODE_PACKAGES, "s3rver", "bin", "s3rver.js");
  const values = [program, "-d", folder, "-a", "127.0.0.1", "-p", String(port), "-s"];
  const server = await start(process.execPath, [...values, "--configure-bucket", BUCKET], port, ["S3RVER", "S3RVER"]);
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
