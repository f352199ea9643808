import type { Properties } from "../../../../bench/servers/broker.ts";
import type { Certificates } from "../certificates.ts";

export const LISTENERS = ["PLAINTEXT", "PROXIED", "SSL", "MUTUAL", "SASL_PLAINTEXT", "SASL_SSL"] as const;
/** PROXIED is plain and leads through a proxy; MUTUAL is TLS with the certificate of a client. */
export type Listener = (typeof LISTENERS)[number];

const PROTOCOLS: Partial<Record<Listener, string>> = { PROXIED: "PLAINTEXT", MUTUAL: "SSL" };
const MECHANISMS = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];
const LOGIN = "org.apache.kafka.common.security";

/** The users that every broker knows, with their passwords, by PLAIN and by SCRAM. */
export const USERS = { alice: "alice-secret", bob: "bob-secret" } as const;

function loginProperties(listener: Listener): Properties {
  const users = Object.entries(USERS).map(([name, password]) => `user_${name}="${password}"`);
  const modules: Record<string, string> = {
    plain: `${LOGIN}.plain.PlainLoginModule required ${users.join(" ")};`,
    "scram-sha-256": `${LOGIN}.scram.ScramLoginModule required;`,
    "scram-sha-512": `${LOGIN}.scram.ScramLoginModule required;`,
    oauthbearer: `${LOGIN}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
  const prefix = `listener.name.${listener.toLowerCase()}`;
  return Object.fromEntries(
    Object.entries(modules).map(([name, module]) => [`${prefix}.${name}.sasl.jaas.config`, module]),
  );
}

/** Returns the properties of a broker's protection. Only those without a name may do everything. */
export function securityProperties(certificates: Certificates): Properties {
  const protocols = LISTENERS.map((name) => `${name}:${PROTOCOLS[name] ?? name}`);
  return {
    "listener.security.protocol.map": ["CONTROLLER:PLAINTEXT", ...protocols].join(","),
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": certificates.server,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": certificates.ca,
    "listener.name.mutual.ssl.client.auth": "required",
    "sasl.enabled.mechanisms": MECHANISMS.join(","),
    ...loginProperties("SASL_PLAINTEXT"),
    ...loginProperties("SASL_SSL"),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": true,
    "super.users": "User:ANONYMOUS",
  };
}

/** Returns a token that brokers take with OAUTHBEARER: JSON Web Token without signature (RFC 7515, appendix A.5). */
export function unsecuredToken(user: string, lifeSeconds = 3600): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [{ alg: "none" }, { sub: user, iat: now, exp: now + lifeSeconds }];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
}
