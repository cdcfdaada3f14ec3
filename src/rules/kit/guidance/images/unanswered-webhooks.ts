import type { AdmissionWebhook } from "../../../../evidence/admission.ts";
import type { ApiService } from "../../../../evidence/cluster.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { notAFinding, notReviewed } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../../define-cluster-rule.ts";
import { counted, showPlaces } from "../../cluster/pods.ts";
import { nameOfWebhook } from "./admission-webhooks.ts";

/** Why nobody answers a webhook; undefined where somebody may, or that cannot be told from within the cluster. */
function whyUnanswered({ service: wanted }: AdmissionWebhook, services: readonly ApiService[]): string | undefined {
  if (wanted === undefined) return undefined;
  const place = `Service ${wanted.namespace}/${wanted.name}`;
  const found = services.find(({ namespace, name }) => namespace === wanted.namespace && name === wanted.name);
  if (found === undefined) return `${place} does not exist`;
  // Such a Service is another name in DNS.
  if (found.type === "ExternalName") return undefined;
  if (found.endpoints.length === 0) return `${place} has no endpoint`;
  return found.endpoints.every(({ isNotReady }) => isNotReady === true) ? `${place} has no ready endpoint` : undefined;
}

/** Lists admission webhooks whose Service is not there or leads nowhere: what they belonged to may be gone. */
export const webhooksAnswered: ClusterCondition = clusterCondition(
  ["api.admission-webhooks", "api.services"],
  ({ "api.admission-webhooks": webhooks, "api.services": services }) => {
    const found = entriesSeen(webhooks).flatMap((webhook) => {
      const why = whyUnanswered(webhook, entriesSeen(services));
      const value = `${why}; failurePolicy ${webhook.failurePolicy}`;
      return why === undefined ? [] : [{ place: nameOfWebhook(webhook), value }];
    });
    if (found.length === 0) return notAFinding("Every admission webhook has a Service that leads somewhere.");
    const places = found.map(({ place }) => place);
    return notReviewed(counted(places, "admission webhooks that nobody answers"), showPlaces(found, webhooks));
  },
);
