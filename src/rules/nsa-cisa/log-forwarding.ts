import { readFlags } from "../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notReviewed, open, type Seen } from "../../findings/verdict.ts";
import { condition, defineNodeRule } from "../define-rule.ts";
import { agentFacts, agentsOn, productsOf, unseenPlaces } from "../kit/guidance/agents.ts";

const webhook = "audit-webhook-config-file";

/** A webhook takes the audit log off the node, and nothing else. */
const auditWebhook = (apiServer: Observed<readonly Invocation[]>): readonly Seen[] =>
  entriesSeen(apiServer).flatMap((call) => {
    const file = readFlags(call).text(webhook) ?? "";
    return file === "" ? [] : [{ what: `--${webhook} of kube-apiserver`, value: file, source: apiServer.source }];
  });

const forwards = condition(
  ["host.services"] as const,
  (facts) => {
    const found = agentsOn(facts, "forwards logs");
    const ofAudit = auditWebhook(facts["process.kube-apiserver"]);
    const rows = [...found.map(({ seen }) => seen), ...ofAudit, ...unseenPlaces(facts)];
    if (found.length > 0) {
      return notReviewed(
        `Forwards logs from this node: ${productsOf(found)}. Whether and where it sends, and whether the logs of the ` +
          "node, of its containers and of the audit are among them, is for a person.",
        rows,
      );
    }
    if (facts["api.node-pods"].state !== "present") {
      return notReviewed("No service of this node forwards logs; which pods it has was not seen.", rows);
    }
    const only = ofAudit.length > 0 ? " Its API server sends the audit log to a webhook, and nothing else." : "";
    return open(`No log forwarder that is known runs on this node, neither as a service nor as a pod.${only}`, rows);
  },
  [...agentFacts, "process.kube-apiserver"] as const,
);

export const rule = defineNodeRule({
  id: "log-forwarding",
  roles: ["control-plane", "worker"],
  literal: [forwards],
  expected: "a log forwarder on every node, whose destination and completeness a person has reviewed",
  check:
    "On every node look for a forwarder that runs: systemctl list-units for rsyslog, syslog-ng, " +
    "systemd-journal-upload and the agents, and the pods of the node's DaemonSets (Fluent Bit, Fluentd, Vector, the " +
    "OpenTelemetry Collector and the like). Control planes count too: an agent without a toleration is not there. " +
    "In its configuration read where it sends and by TLS or not, and whether the journal, /var/log/pods and the audit " +
    "log are among its inputs. plimsoll does not read these configurations, for they hold credentials.",
  fix:
    "Run one forwarder on every node, as a service or as a DaemonSet that tolerates all taints, give it the journal, " +
    "/var/log/pods and on control planes the audit log, and send to a log store outside the cluster by TLS.",
});
