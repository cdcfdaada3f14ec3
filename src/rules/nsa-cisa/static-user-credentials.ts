import type { Flags } from "../../evidence/go-flags.ts";
import { notAFinding, notReviewed, open } from "../../findings/verdict.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { runningFlags } from "../kit/command-line/component-flag.ts";
import { namesFile } from "../kit/command-line/names-file.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";

const flags = ["token-auth-file", "basic-auth-file", "enable-bootstrap-token-auth"] as const;

const takesBootstrapTokens = (given: Flags): boolean =>
  (given.boolean("enable-bootstrap-token-auth") ?? false) !== false;

/** No file of passwords or tokens; where bootstrap tokens are accepted they are for a person: Secrets are never asked for. */
const noStaticFiles: FlagTest = (given, { source }) => {
  const named = ["token-auth-file", "basic-auth-file"].filter((flag) => namesFile(given, flag));
  const accepted = takesBootstrapTokens(given);
  const value = accepted
    ? "accepted; they are Secrets, which are not asked for: whether each has an expiry is to be looked at by hand"
    : "not accepted";
  const seen = [{ what: "bootstrap tokens", value, source }];
  if (named.length > 0)
    return open(`Static credentials are accepted: ${named.map((flag) => `--${flag}`).join(", ")}.`, seen);
  const reason = "No file of static passwords or tokens is named.";
  return accepted
    ? notReviewed(`${reason} Bootstrap tokens are accepted, and whether they expire was not looked at.`, seen)
    : notAFinding(reason, seen);
};

export const rule = apiServerCheck({
  id: "static-user-credentials",
  flags,
  inForce: [runningFlags({ component: "kube-apiserver", flags }, noStaticFiles)],
  expected: "no --token-auth-file and no --basic-auth-file",
  notes:
    "Unset or empty, there are no static passwords or tokens. Since 1.19 --basic-auth-file is unknown to the API " +
    "server. Where --enable-bootstrap-token-auth is true, list the Secrets of type bootstrap.kubernetes.io/token in " +
    "kube-system by hand: each should have an expiration; no Secret is read here.",
  fix:
    "Find out who uses the passwords or tokens and give them another way to log in (OIDC, service account tokens that " +
    "expire). Then take the flag out of the kube-apiserver manifest on every control-plane node, delete the file, and " +
    "change what was in it. Delete bootstrap tokens that have no expiration; kubeadm token create makes new ones.",
});
