import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { Problems, UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import type { KafkaTls } from "../settings.ts";
import { type Environment, readTextFile, secretOf, VARIABLES } from "./secrets.ts";

/** Files of TLS, as paths. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  certKey?: string;
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;
const FROM_OTHER_STORES =
  "`openssl pkcs12 -in store.p12` turns a store of PKCS #12 into PEM, and `keytool -importkeystore` a Java key store into such a store";

/** Reads certificates in PEM. Throws UsageError if there are none, or one is damaged. */
function readCertificates(option: string, path: string): { text: string; first: X509Certificate } {
  const name = `${option} ${printable(path)}`;
  const text = readTextFile(option, path);
  const blocks = text.match(CERTIFICATE) ?? [];
  if (blocks.length === 0)
    throw new UsageError(
      `${name}: has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----; ${FROM_OTHER_STORES}`,
    );
  const certificates = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw new UsageError(
        `${name}: certificate ${index + 1} is damaged (${printable((error as Error).message)}); make it anew`,
      );
    }
  });
  return { text, first: certificates[0]! };
}

function readKey(path: string, passphrase: string | undefined): { text: string; key: KeyObject } {
  const option = "--kafka-cert-key";
  const name = `${option} ${printable(path)}`;
  const text = readTextFile(option, path);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw new UsageError(
      `${name}: has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----; ${FROM_OTHER_STORES}`,
    );
  try {
    return { text, key: createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) }) };
  } catch (error) {
    const isEncrypted = /ENCRYPTED/.test(text);
    if (isEncrypted && passphrase === undefined)
      throw new UsageError(`${name}: is encrypted; put its passphrase into ${VARIABLES.passphrase}`);
    const advice = isEncrypted ? `check the passphrase in ${VARIABLES.passphrase}` : "make it anew";
    throw new UsageError(`${name}: cannot be used (${printable((error as Error).message)}); ${advice}`);
  }
}

function checkPair(first: X509Certificate, key: KeyObject, { cert, certKey }: TlsFiles): void {
  if (first.checkPrivateKey(key)) return;
  throw new UsageError(
    `--kafka-cert-key ${printable(certKey!)}: is the key of another certificate than --kafka-cert ${printable(cert!)}, ` +
      "whose first certificate must be the client's; name the two that belong together",
  );
}

/** Reads and checks the files of TLS. Throws UsageError with all problems. */
export function readTls({ ca, cert, certKey }: TlsFiles, environment: Environment = process.env): KafkaTls {
  const found = new Problems();
  const trusted = ca === undefined ? undefined : found.in(() => readCertificates("--kafka-ca", ca));
  const own = cert === undefined ? undefined : found.in(() => readCertificates("--kafka-cert", cert));
  const passphrase =
    certKey === undefined ? undefined : found.in(() => secretOf(undefined, VARIABLES.passphrase, environment));
  const key = certKey === undefined ? undefined : found.in(() => readKey(certKey, passphrase));
  if (own !== undefined && key !== undefined)
    found.in(() => checkPair(own.first, key.key, { cert: cert!, certKey: certKey! }));
  if (found.error !== undefined) throw found.error;
  return {
    ...(trusted && { ca: trusted.text }),
    ...(own && { cert: own.text }),
    ...(key && { key: key.text }),
    ...(passphrase !== undefined && { passphrase }),
  };
}
