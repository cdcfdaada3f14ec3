import { notAFinding, notReviewed, open, type Verdict } from "../../findings/verdict.ts";
import { condition, defineNodeRule } from "../define-rule.ts";
import { agentFacts, agentsOn, productsOf, unseenPlaces } from "../kit/guidance/logs/agents.ts";
import { auditFacts, auditLacks, auditWebhooks, containerLogsRow } from "../kit/guidance/logs/forwarded-files.ts";
import { forwarderRows, forwardersOf, forwardingFacts } from "../kit/guidance/logs/log-destinations.ts";

/** What is said of agents whose configurations are not read. */
const unread = (who: string): string =>
  `Whether and where ${who}, and whether the logs of the node, of its containers and of the audit are among them, is for a person.`;

const forwards = condition(
  ["host.services"] as const,
  (facts): Verdict => {
    const { forwarders, idle, unseen } = forwardersOf(facts);
    const running = agentsOn(facts, "forwards logs");
    const found = running.filter(({ product, seen }) => !(idle.includes(product) && seen.what.includes(": unit ")));
    const ofAudit = auditWebhooks(facts["process.kube-apiserver"]);
    const configured = [...forwarders.flatMap(forwarderRows), ...containerLogsRow(forwarders)];
    const rows = [...running.map(({ seen }) => seen), ...configured, ...ofAudit, ...unseen, ...unseenPlaces(facts)];
    const complete = forwarders.filter(({ lacks }) => lacks.length === 0);
    const audit = auditLacks(facts, complete);
    if (complete.length > 0 && audit.length === 0) {
      const names = complete.map(({ product }) => product).join(" and ");
      return notAFinding(
        `All messages of the system go to another host by TLS (${names}), and where there is an audit log it leaves the node too.`,
        rows,
      );
    }
    if (found.length > 0) {
      const others = found.some(({ product }) => !forwarders.some((forwarder) => forwarder.product === product));
      const lacks = forwarders.flatMap((forwarder) => forwarder.lacks.map((lack) => `${forwarder.product}: ${lack}`));
      const why = [
        ...lacks,
        ...(complete.length > 0 ? audit : []),
        ...(others ? [unread(forwarders.length > 0 ? "the others send" : "it sends")] : []),
      ].join(" ");
      return notReviewed(`Forwards logs from this node: ${productsOf(found)}. ${why}`, rows);
    }
    if (facts["api.node-pods"].state !== "present") {
      return notReviewed("No service of this node forwards logs; which pods it has was not seen.", rows);
    }
    const only = ofAudit.length > 0 ? " Its API server sends the audit log to a webhook, and nothing else." : "";
    const local = idle.length > 0 ? ` ${idle.join(" and ")} runs and sends nowhere.` : "";
    return open(
      `No log forwarder that is known runs on this node, neither as a service nor as a pod.${local}${only}`,
      rows,
    );
  },
  [...agentFacts, ...forwardingFacts, ...auditFacts] as const,
);

export const rule = defineNodeRule({
  id: "log-forwarding",
  roles: ["control-plane", "worker"],
  literal: [forwards],
  expected:
    "a log forwarder on every node that sends all the system logs, and on control planes the audit log, away by TLS",
  check:
    "On every node look for a forwarder that runs: systemctl list-units for rsyslog, syslog-ng, " +
    "systemd-journal-upload and the agents, and the pods of the node's DaemonSets (Fluent Bit, Fluentd, Vector, the " +
    "OpenTelemetry Collector and the like). Control planes count too: an agent without a toleration is not there. " +
    "In its configuration read where it sends and by TLS or not, and whether the journal, /var/log/pods and the audit " +
    "log are among its inputs. Of rsyslog and systemd-journal-upload plimsoll reads where they send, how, and which files " +
    "they read, and nothing else, for their files hold credentials; the other agents' configurations it does not read. It " +
    "does not see whether what is sent arrives.",
  fix:
    "Run one forwarder on every node, as a service or as a DaemonSet that tolerates all taints, give it the journal, " +
    "/var/log/pods and on control planes the audit log, and send to a log store outside the cluster by TLS that " +
    'verifies it. rsyslog: *.* action(type="omfwd" protocol="tcp" StreamDriver="gtls" StreamDriverMode="1" ' +
    'StreamDriverAuthMode="x509/name" ...), before every line that stops messages.',
});
