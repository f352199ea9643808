import { oneOf, Unfit } from "../../../system/values.ts";
import { type KafkaRequest, SASL_MECHANISMS, type SaslMechanism } from "../settings.ts";
import { type Environment, VARIABLES } from "./secrets.ts";

// Which options of encryption and authentication belong together.

const PASSWORD_ADVICE = `put it into a file for --kafka-password-file, or into ${VARIABLES.password}`;
const TOKEN_ADVICE = `put it into a file for --kafka-token-file, or into ${VARIABLES.token}`;

function problemsWithoutMechanism({ user, passwordFile, tokenFile }: KafkaRequest): string[] {
  if (user !== undefined || passwordFile !== undefined)
    return [
      "--kafka-user and --kafka-password-file: the mechanism is missing; add --kafka-sasl PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512",
    ];
  return tokenFile === undefined ? [] : ["--kafka-token-file: the mechanism is missing; add --kafka-sasl OAUTHBEARER"];
}

function problemsWithToken({ user, passwordFile, tokenFile }: KafkaRequest, environment: Environment): string[] {
  const needless = user !== undefined || passwordFile !== undefined;
  const isMissing = tokenFile === undefined && !environment[VARIABLES.token];
  return [
    ...(needless ? ["--kafka-sasl OAUTHBEARER has a token, and neither a user nor a password; leave these out"] : []),
    ...(isMissing ? [`--kafka-sasl OAUTHBEARER: the token is missing; ${TOKEN_ADVICE}`] : []),
  ];
}

function problemsWithPassword(
  mechanism: SaslMechanism,
  { user, passwordFile, tokenFile }: KafkaRequest,
  environment: Environment,
): string[] {
  const isMissing = passwordFile === undefined && !environment[VARIABLES.password];
  return [
    ...(user === undefined ? [`--kafka-sasl ${mechanism}: the user is missing; add --kafka-user NAME`] : []),
    ...(isMissing ? [`--kafka-sasl ${mechanism}: the password is missing; ${PASSWORD_ADVICE}`] : []),
    ...(tokenFile === undefined ? [] : [`--kafka-token-file: ${mechanism} has a password and no token; leave it out`]),
  ];
}

function problemsOfSasl(request: KafkaRequest, environment: Environment): string[] {
  if (request.sasl === undefined) return problemsWithoutMechanism(request);
  const mechanism = oneOf(SASL_MECHANISMS)(request.sasl);
  if (mechanism instanceof Unfit) return []; // reported as such
  if (mechanism === "OAUTHBEARER") return problemsWithToken(request, environment);
  return problemsWithPassword(mechanism, request, environment);
}

function problemsOfTls({ tls, ca, cert, certKey }: KafkaRequest): string[] {
  const hasFile = ca !== undefined || cert !== undefined || certKey !== undefined;
  return [
    ...(tls === "false" && hasFile
      ? ["tls=false contradicts the files of certificates, which are for TLS; leave one out"]
      : []),
    ...(cert !== undefined && certKey === undefined
      ? ["--kafka-cert: its private key is missing; add --kafka-cert-key FILE"]
      : []),
    ...(certKey !== undefined && cert === undefined
      ? ["--kafka-cert-key: its certificate is missing; add --kafka-cert FILE"]
      : []),
  ];
}

/** The problems of options that need others or exclude them. Whether a secret is there is checked, not what it is. */
export function problemsOfSecurity(request: KafkaRequest, environment: Environment = process.env): string[] {
  return [...problemsOfTls(request), ...problemsOfSasl(request, environment)];
}
