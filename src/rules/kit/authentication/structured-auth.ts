import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { asList, asRecord, isKind, isText, listed, property, type UnknownRecord } from "../unknown-data.ts";

const versions = ["v1", "v1beta1", "v1alpha1"].map((version) => `apiserver.config.k8s.io/${version}`);

const configOf = (content: unknown, kind: string): UnknownRecord | undefined => {
  const config = asRecord(content);
  return config !== undefined && isKind(config, kind, versions) ? config : undefined;
};

const known = ["Node", "RBAC", "Webhook", "ABAC", "AlwaysDeny"];

/** The authorizers of --authorization-config by their types, in order; undefined where they are not understood. */
export function authorizerTypes(content: unknown): readonly string[] | undefined {
  const config = configOf(content, "AuthorizationConfiguration");
  if (config === undefined) return undefined;
  const types = asList(property(config, "authorizers") ?? [])?.map((authorizer) => asRecord(authorizer)?.["type"]);
  return types?.every(isText) === true ? types : undefined;
}

/** The authorizers of --authorization-config hold Node and RBAC, and not AlwaysAllow. */
export function authorizersAreSafe(content: unknown): Verdict {
  const config = configOf(content, "AuthorizationConfiguration");
  if (config === undefined) return notReviewed("no AuthorizationConfiguration of apiserver.config.k8s.io.");
  const types = authorizerTypes(content);
  if (types === undefined) return notReviewed("its authorizers are not understood.");
  const sentence = `the authorizers are ${types.length === 0 ? "none" : listed(types)}.`;
  if (types.some((type) => type.toLowerCase() === "alwaysallow")) return open(sentence);
  if (!types.every((type) => known.includes(type))) return notReviewed(sentence);
  return types.includes("Node") && types.includes("RBAC") ? notAFinding(sentence) : open(sentence);
}

/** What is said of anonymous requests that are accepted: for some paths, or (undefined) for all. */
export type AnonymousTest = (paths: readonly string[] | undefined) => Verdict;

/** The paths that conditions of the anonymous section open; undefined where there are none, which opens all. */
function anonymousPaths(anonymous: UnknownRecord): readonly string[] | undefined {
  const conditions = asList(property(anonymous, "conditions")) ?? [];
  return conditions.length === 0
    ? undefined
    : conditions.map((condition) => String(asRecord(condition)?.["path"] ?? "?"));
}

/**
 * What --authentication-config says of anonymous requests. Without an anonymous section the flag's default holds, which
 * `otherwise` judges.
 */
export const anonymousByFile =
  (otherwise: Verdict, accepted: AnonymousTest) =>
  (content: unknown): Verdict => {
    const config = configOf(content, "AuthenticationConfiguration");
    if (config === undefined) return notReviewed("no AuthenticationConfiguration of apiserver.config.k8s.io.");
    const given = property(config, "anonymous");
    if (given === undefined) return otherwise;
    const anonymous = asRecord(given);
    const enabled = anonymous === undefined ? undefined : property(anonymous, "enabled");
    if (anonymous === undefined || typeof enabled !== "boolean") {
      return notReviewed("whether anonymous requests are accepted is not understood.");
    }
    return enabled ? accepted(anonymousPaths(anonymous)) : notAFinding("anonymous requests are refused.");
  };

/** The issuers of the JWT authenticators of --authentication-config; undefined where they are not understood. */
export function jwtIssuers(content: unknown): readonly string[] | undefined {
  const config = configOf(content, "AuthenticationConfiguration");
  if (config === undefined) return undefined;
  const issuers = asList(property(config, "jwt") ?? [])?.map((authenticator) => {
    const issuer = asRecord(asRecord(authenticator)?.["issuer"]);
    return issuer === undefined ? undefined : property(issuer, "url");
  });
  return issuers?.every(isText) === true ? issuers : undefined;
}
