import { defineClusterRule } from "../define-cluster-rule.ts";
import { imagesAdmitted } from "../kit/guidance/images/image-admission.ts";

export const rule = defineClusterRule({
  id: "image-admission-control",
  literal: [imagesAdmitted],
  expected: "an image policy that is enforced and refuses where it cannot be asked covers all namespaces of users",
  check:
    "Look whether the API servers have ImagePolicyWebhook in --enable-admission-plugins, and in the file of " +
    "--admission-control-config-file whether its imagePolicy has defaultAllow: false. Else look for a policy that a " +
    "webhook asks about pods (kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations: failurePolicy " +
    "Fail, a namespaceSelector that leaves no namespace of users out). Of Kyverno's ClusterPolicies and Policies those " +
    "with verifyImages count that enforce, for the image * and every pod, without exclude, preconditions, exceptions " +
    "and filters in Kyverno's ConfigMap; of Sigstore policy-controller's ClusterImagePolicies those in mode enforce " +
    "with the glob **. Whose signatures they accept is not judged, unless it is anybody's. ValidatingAdmissionPolicies, " +
    "Gatekeeper, Ratify, Connaisseur, Portieris and other webhooks on pods are for a person, and so is what the build " +
    "or the registry checks. A tag can be moved to another image, latest above all; a digest cannot.",
  fix:
    "Let only images in that a policy allows, by registry and signature, and let it refuse where it cannot be asked. " +
    "Name images by digest, scan them in the build and in the registry, and make them anew when what they hold is " +
    "patched.",
});
