import { defineNodeRule } from "../define-rule.ts";
import { kubectlsAreNew } from "../kit/kubectl-version.ts";

export const rule = defineNodeRule({
  id: "V-242396",
  roles: ["control-plane", "worker"],
  changes: ["kubectl"],
  literal: [kubectlsAreNew],
  expected: "every kubectl on the node is 1.12.9 or newer",
  check:
    "On every control-plane and worker node, for every kubectl on the PATH, on sudo's secure_path, in " +
    "/usr/local/bin, /opt/bin, /snap/bin and the distribution's own folder, run it without privileges as kubectl " +
    "version --client -o json and read clientVersion.gitVersion. Compare the numbers, not the text: 1.9 is older " +
    "than 1.12. Where no kubectl is installed there is nothing to check.",
  fix:
    "Replace or remove every kubectl older than 1.12.9. Within one minor release of the API servers is what " +
    "Kubernetes supports.",
});
