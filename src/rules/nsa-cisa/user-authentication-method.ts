import { entriesSeen } from "../../evidence/observed.ts";
import { notReviewed } from "../../findings/verdict.ts";
import { condition } from "../define-rule.ts";
import { runningFile } from "../kit/file-content-rule.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { loginFlags, loginMethods } from "../kit/guidance/login-methods.ts";

const line = {
  flags: loginFlags,
  fileFlag: "authentication-config",
  content: "content.authentication-config",
} as const;

/** kubeadm's kubeconfigs of administrators: whose certificate is in them is not read, that they are there is shown. */
const adminKubeconfigs = condition(["stat.cp-kubeconfigs"] as const, (facts) => {
  const found = entriesSeen(facts["stat.cp-kubeconfigs"]).flatMap(({ path, stat }) =>
    /admin\.conf$/.test(path) && stat.state === "present" ? [{ path, source: stat.source }] : [],
  );
  const seen = found.map(({ path, source }) => ({
    what: `kubeconfig of an administrator: ${path}`,
    value: "exists; whose certificate is in it, and of which group, is for the assessor",
    source,
  }));
  return notReviewed(
    "Certificates that were given to people are no object of the cluster, and cannot be revoked.",
    seen,
  );
});

export const rule = apiServerCheck({
  id: "user-authentication-method",
  flags: loginFlags,
  inForce: [runningFile(line, loginMethods), adminKubeconfigs],
  expected:
    "people log in by a method that the organisation controls (OpenID Connect or another identity provider); certificates " +
    "of system:masters are kept for emergencies",
  notes:
    "These say which methods the API server accepts, not who uses them. Ask who logs in how; look for people's " +
    "certificates (openssl x509 -noout -subject -enddate on the client-certificate-data of kubeconfigs): O=system:masters " +
    "is above RBAC and cannot be revoked before it expires. Where nothing but static files is accepted that is a finding.",
  fix:
    "Set up an identity provider (--oidc-issuer-url with its other flags, or jwt in the file of --authentication-config) on " +
    "every control-plane node and bind its groups by RBAC. Then take the certificates of system:masters from people: keep " +
    "one under lock for emergencies, and let others expire, or replace the cluster's CA where they must not.",
});
