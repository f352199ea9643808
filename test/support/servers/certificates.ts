import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files in PEM. Each key belongs to the certificate of the same name. */
export interface Certificates {
  /** Issued the certificates of servers and clients. */
  ca: string;
  /** Issued nothing. */
  otherCa: string;
  /** Key and certificate of a server at 127.0.0.1 and localhost. */
  server: string;
  /** Certificate of a client named alice, and its key, plain and encrypted. */
  client: string;
  clientKey: string;
  clientEncryptedKey: string;
  passphrase: string;
  /** Certificate of a client that the other authority issued. */
  strangerClient: string;
  strangerKey: string;
}

const PASSPHRASE = "a pass phrase";
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes certificates that are valid for two days in a folder. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name);
  const openssl = (...values: string[]) => execFileSync("openssl", values, { cwd: folder, stdio: "pipe" });
  const issue = (name: string, subject: string, extension: string, ca?: string) =>
    openssl(
      ...["req", "-x509", ...KEY, "-keyout", `${name}.key`, "-out", `${name}.crt`, "-days", "2"],
      ...["-subj", `/CN=${subject}`, "-addext", extension],
      ...(ca === undefined ? [] : ["-CA", `${ca}.crt`, "-CAkey", `${ca}.key`, "-addext", "basicConstraints=CA:FALSE"]),
    );
  issue("ca", "Authority of the tests", "keyUsage=keyCertSign");
  issue("other", "Another authority", "keyUsage=keyCertSign");
  issue("server", "127.0.0.1", "subjectAltName=IP:127.0.0.1,DNS:localhost", "ca");
  issue("client", "alice", "extendedKeyUsage=clientAuth", "ca");
  issue("stranger", "alice", "extendedKeyUsage=clientAuth", "other");
  openssl("pkcs8", "-topk8", "-in", "client.key", "-passout", `pass:${PASSPHRASE}`, "-out", "encrypted.key");
  writeFileSync(at("server.pem"), `${readFileSync(at("server.key"))}${readFileSync(at("server.crt"))}`);
  return {
    ca: at("ca.crt"),
    otherCa: at("other.crt"),
    server: at("server.pem"),
    client: at("client.crt"),
    clientKey: at("client.key"),
    clientEncryptedKey: at("encrypted.key"),
    passphrase: PASSPHRASE,
    strangerClient: at("stranger.crt"),
    strangerKey: at("stranger.key"),
  };
}
