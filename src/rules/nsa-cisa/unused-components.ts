import { defineClusterRule } from "../define-cluster-rule.ts";
import { dashboard } from "../kit/cluster/dashboard.ts";
import { maybeUnused } from "../kit/cluster/maybe-unused.ts";
import { noPodHas, noPodTemplateHas, noTemplateHas } from "../kit/cluster/no-pod-has.ts";
import { tiller } from "../kit/cluster/tiller.ts";
import { webhooksAnswered } from "../kit/guidance/images/unanswered-webhooks.ts";

const nowhere = [dashboard, tiller].flatMap((one) => [noPodHas(one), noTemplateHas(one), noPodTemplateHas(one)]);

export const rule = defineClusterRule({
  id: "unused-components",
  literal: [...nowhere, maybeUnused, webhooksAnswered],
  expected: "no Kubernetes dashboard, no Tiller, and nothing else that nobody uses",
  readings: { literal: "a person has judged it so: what is found is listed, and whether it is used no object says" },
  check:
    "Look for the Kubernetes dashboard and for Tiller in all namespaces, by labels and by images, for both are renamed: " +
    "either is a finding. Then ask of what is listed who needs it: workloads scaled to zero, APIs and webhooks whose " +
    "server does not answer (kubectl get apiservices, kubectl get validatingwebhookconfigurations," +
    "mutatingwebhookconfigurations), images of which older versions run beside newer ones, and feature gates that " +
    "somebody turned on.",
  fix:
    "Remove the dashboard and Tiller with what installed them, with their service accounts and bindings, and whatever " +
    "else nobody needs; update what stayed at an older version.",
});
