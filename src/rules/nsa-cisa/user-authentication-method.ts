import { runningFile } from "../kit/file-content-rule.ts";
import { apiServerCheck } from "../kit/guidance/api-server-check.ts";
import { administratorCertificates } from "../kit/guidance/certificates/administrator-certificates.ts";
import { loginFlags, loginMethods } from "../kit/guidance/login-methods.ts";

const line = {
  flags: loginFlags,
  fileFlag: "authentication-config",
  content: "content.authentication-config",
} as const;

export const rule = apiServerCheck({
  id: "user-authentication-method",
  flags: loginFlags,
  inForce: [runningFile(line, loginMethods), administratorCertificates],
  expected:
    "people log in by a method that the organisation controls (OpenID Connect or another identity provider); certificates " +
    "of system:masters are kept for emergencies",
  notes:
    "These say which methods the API server accepts, not who uses them. Ask who logs in how. Certificates with " +
    "O=system:masters in the kubeconfigs of these nodes are shown; look for those that people have elsewhere (openssl x509 " +
    "-noout -subject -enddate on their client-certificate-data): that group is above RBAC, and a certificate of it cannot " +
    "be revoked before it expires. Where nothing but static files is accepted that is a finding.",
  fix:
    "Set up an identity provider (--oidc-issuer-url with its other flags, or jwt in the file of --authentication-config) on " +
    "every control-plane node and bind its groups by RBAC. Then take the certificates of system:masters from people: keep " +
    "one under lock for emergencies, and let others expire, or replace the cluster's CA where they must not.",
});
