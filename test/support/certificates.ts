import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

// Certificates for tests, in DER as RFC 5280 has them, signed with Ed25519 (RFC 8410).

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...lengthBytes), content]);
}

const SEQUENCE = 0x30;
const ED25519 = der(SEQUENCE, Uint8Array.of(0x06, 3, 0x2b, 0x65, 0x70));
const COMMON_NAME = Uint8Array.of(0x06, 3, 0x55, 4, 3);

/** The name of this machine, by which programs reach a server of a test: an alternative name of the kind "address". */
const LOOPBACK = der(0x87, Uint8Array.of(127, 0, 0, 1));
const ALTERNATIVE_NAME = der(SEQUENCE, Uint8Array.of(0x06, 3, 0x55, 0x1d, 0x11), der(0x04, der(SEQUENCE, LOOPBACK)));

const utcTime = (text: string) => der(0x17, Buffer.from(text));

function pem(kind: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString("base64")
    .match(/.{1,64}/g)!;
  return `-----BEGIN ${kind}-----\n${lines.join("\n")}\n-----END ${kind}-----\n`;
}

function signedBy(privateKey: KeyObject, publicKey: KeyObject, commonName: string): string {
  const name = der(SEQUENCE, der(0x31, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
  const certified = der(
    SEQUENCE,
    ...[der(0xa0, der(0x02, Uint8Array.of(2))), der(0x02, Uint8Array.of(1)), ED25519, name],
    ...[der(SEQUENCE, utcTime("200101000000Z"), utcTime("491231235959Z")), name],
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, ALTERNATIVE_NAME)),
  );
  const signature = der(0x03, Uint8Array.of(0), sign(null, certified, privateKey));
  return pem("CERTIFICATE", der(SEQUENCE, certified, ED25519, signature));
}

/** Returns a certificate for 127.0.0.1 that its own key signs, and that key, both in PEM. @param passphrase encrypts the key */
export function makeCertificate(commonName: string, passphrase?: string): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const cert = signedBy(privateKey, publicKey, commonName);
  const encryption = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return { cert, key: String(privateKey.export({ type: "pkcs8", format: "pem", ...encryption })) };
}
