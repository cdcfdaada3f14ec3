import type { Flags } from "../../../evidence/go-flags.ts";
import { notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { jwtIssuers } from "../authentication/structured-auth.ts";
import { namesFile } from "../command-line/names-file.ts";
import type { FileFlagTest } from "../file-content-rule.ts";
import { listed } from "../unknown-data.ts";

const methods: Readonly<Record<string, string>> = {
  "client-ca-file": "client certificates",
  "oidc-issuer-url": "OpenID Connect",
  "authentication-token-webhook-config-file": "a token webhook",
  "requestheader-client-ca-file": "an authenticating proxy (the API server's own aggregation uses it too)",
};
const staticMethods: Readonly<Record<string, string>> = {
  "token-auth-file": "a file of static tokens",
  "basic-auth-file": "a file of static passwords",
};

/** The flags that say how people can log in. */
export const loginFlags = [
  "oidc-issuer-url",
  ...["authentication-config", "authentication-token-webhook-config-file", "client-ca-file"],
  ...["requestheader-client-ca-file", "requestheader-allowed-names", "token-auth-file", "basic-auth-file"],
] as const;

const named = (flags: Flags, table: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(table).flatMap(([flag, method]) => (namesFile(flags, flag) ? [method] : []));

function judgeMethods(found: readonly string[], fixed: readonly string[]): Verdict {
  const rest = fixed.length > 0 ? `, and besides ${listed(fixed)}` : "";
  if (found.length > 0) {
    return notReviewed(`Who logs in how is for a person to say; accepted are ${listed(found)}${rest}.`);
  }
  return open(
    fixed.length > 0
      ? `Nothing but static credentials is accepted: ${listed(fixed)}.`
      : "Nothing is accepted that tells people from one another: tokens of service accounts remain.",
  );
}

/** By what people can log in: a worksheet, or open where there is nothing but what never changes. */
export const loginMethods: FileFlagTest = (flags, _call, file) => {
  const [found, fixed] = [named(flags, methods), named(flags, staticMethods)];
  if (!namesFile(flags, "authentication-config")) return judgeMethods(found, fixed);
  return file((content, source) => {
    const issuers = jwtIssuers(content);
    if (issuers === undefined) return notReviewed("its authenticators are not understood.");
    const seen = issuers.map((value) => ({ what: "issuer of a JWT authenticator", value, source }));
    const byToken = issuers.length === 0 ? [] : [`tokens of ${listed(issuers)}`];
    return { ...judgeMethods([...byToken, ...found], fixed), seen };
  });
};
