import { defineClusterRule } from "../define-cluster-rule.ts";
import { imagesAdmitted } from "../kit/guidance/image-admission.ts";

export const rule = defineClusterRule({
  id: "image-admission-control",
  literal: [imagesAdmitted],
  expected: "an image policy that is enforced and refuses where it cannot be asked covers all namespaces of users",
  check:
    "Look whether the API servers have ImagePolicyWebhook in --enable-admission-plugins, and in the file of " +
    "--admission-control-config-file whether its imagePolicy has defaultAllow: false. Admission webhooks " +
    "(kubectl get validatingwebhookconfigurations, mutatingwebhookconfigurations: failurePolicy Fail, no namespace of " +
    "users left out), ValidatingAdmissionPolicies and engines such as Kyverno, Gatekeeper, Sigstore policy-controller " +
    "or Ratify do the same: plimsoll does not read their policies. Where the build or the registry checks images a " +
    "person has to say so. A tag can be moved to another image, latest above all; a digest cannot.",
  fix:
    "Let only images in that a policy allows, by registry and signature, and let it refuse where it cannot be asked. " +
    "Name images by digest, scan them in the build and in the registry, and make them anew when what they hold is " +
    "patched.",
});
