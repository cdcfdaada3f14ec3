import { entriesSeen } from "../../../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { attachmentRows } from "./attachment-rows.ts";
import { rbacShowsAll } from "./rbac-shows-all.ts";
import { readerRows } from "./reader-rows.ts";
import { readersOf } from "./readers.ts";
import { judgeAccess } from "./secret-list.ts";

const beyondRbac =
  "the Node authorizer gives every kubelet the Secrets of its node's pods, and members of system:masters (a client " +
  "certificate says so) may do everything: neither is in RBAC's lists";

/** The condition that a list of the site covers every reader of Secrets by RBAC. */
export const readersApproved = (including: "verbs on secrets" | "indirect access too"): ClusterCondition =>
  clusterCondition(
    ["api.rbac", "site.secret-access"],
    ({ "api.rbac": rbac, "site.secret-access": list, "run.collected-at": today }): Verdict => {
      if (rbac.state === "absent") return notReviewed("The roles and bindings were not listed.");
      const { source } = rbac;
      const { direct, indirect, idle } = readersOf(rbac.value);
      const readers = including === "verbs on secrets" ? direct : [...direct, ...indirect];
      const verdict = judgeAccess({ list, today }, { what: "readers of Secrets", rows: readerRows(readers), source });
      const notes: readonly Seen[] = [
        ...idle.map(({ binding, why }) => ({ what: binding, value: `grants nothing: ${why}`, source })),
        { what: "beyond RBAC", value: beyondRbac, source },
      ];
      return { ...verdict, seen: [...verdict.seen, ...notes] };
    },
    ["run.collected-at"],
  );

const attachments = ["api.pods", "api.workloads", "api.ingresses", "site.secret-access"] as const;

/** The condition that a list of the site covers every Secret that a workload is given, or names in a PodTemplate. */
export const attachmentsApproved = (of: "workloads" | "PodTemplates too"): ClusterCondition =>
  clusterCondition(
    [...attachments, ...(of === "workloads" ? [] : (["api.pod-templates"] as const))],
    (facts): Verdict => {
      const { "site.secret-access": list, "run.collected-at": today } = facts;
      const { "api.pods": pods, "api.workloads": workloads, "api.ingresses": ingresses } = facts;
      if (pods.state === "absent") return notReviewed("The pods were not listed.");
      const templates = of === "workloads" ? [] : entriesSeen(facts["api.pod-templates"]);
      const rows = attachmentRows(pods.value, entriesSeen(workloads), templates, entriesSeen(ingresses));
      return judgeAccess({ list, today }, { what: "workloads with Secrets", rows, source: pods.source });
    },
    ["run.collected-at"],
  );

/** The condition that RBAC shows all access to Secrets. */
export const onlyNodeAndRbac: ClusterCondition = rbacShowsAll("access to Secrets");
