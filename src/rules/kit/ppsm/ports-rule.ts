import { readFlags } from "../../../evidence/go-flags.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import type { PortComponent } from "../../../evidence/site.ts";
import type { Seen, Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition, defineNodeRule, type NodeRule, saying, unseenVerdict } from "../../define-rule.ts";
import { notRunning } from "../command-line/component-flag.ts";
import { elsewhereFacts, etcdElsewhere, everyEtcdAudited } from "../etcd/etcd-endpoints.ts";
import { clientPorts, etcdPorts } from "./etcd-ports.ts";
import { flagPorts, sourceOf } from "./flag-ports.ts";
import { judgePorts } from "./judge-ports.ts";
import { manifestPorts } from "./manifest-ports.ts";
import { joinShown, type Shown } from "./port-row.ts";
import { servicePorts } from "./service-ports.ts";
import { socketPorts } from "./socket-ports.ts";

const sharedFacts = ["host.listeners", "api.services", "node.api"] as const;
const etcdFacts = [...elsewhereFacts, "content.etcd-config"] as const;
type PortFact =
  | (typeof sharedFacts)[number]
  | (typeof etcdFacts)[number]
  | `manifest.${PortComponent}`
  | `process.${PortComponent}`;
type PortFacts = Pick<ObservedFacts, PortFact>;

/** The ports that command lines name. */
function configuredPorts(component: PortComponent, facts: PortFacts): Shown {
  const manifest = facts[`manifest.${component}`];
  const process = facts[`process.${component}`];
  if (component === "etcd") {
    const apiServers = [facts["manifest.kube-apiserver"], facts["process.kube-apiserver"]];
    return joinShown([etcdPorts(manifest, process, facts["content.etcd-config"]), clientPorts(apiServers)]);
  }
  const calls = [...entriesSeen(manifest), ...entriesSeen(process)];
  return joinShown(calls.map((call) => flagPorts(component, call)));
}

/** All that shows a port of the component; a component that does not run has no sockets that could be seen. */
function allPorts(component: PortComponent, facts: PortFacts): Shown {
  const manifest = facts[`manifest.${component}`];
  const process = facts[`process.${component}`];
  const unseen = [manifest, process].flatMap((fact) => (fact.state === "unknown" ? [unseenVerdict(fact)] : []));
  const own = joinShown([
    socketPorts(component, process, facts["host.listeners"]),
    configuredPorts(component, facts),
    ...entriesSeen(manifest).map((container) => manifestPorts(component, container)),
    { ports: [], missing: unseen },
  ]);
  return joinShown([own, servicePorts(component, facts["api.services"], facts["node.api"], own.ports)]);
}

/** The API server hands these out to Services of others; nothing of its own listens there. */
const showNodePorts = (facts: PortFacts): readonly Seen[] =>
  [...entriesSeen(facts["manifest.kube-apiserver"]), ...entriesSeen(facts["process.kube-apiserver"])].map((call) => ({
    what: "node ports that kube-apiserver hands out to Services, not compared",
    value: readFlags(call).written("service-node-port-range") ?? "30000-32767 (--service-node-port-range not set)",
    source: sourceOf(call),
  }));

const portsApproved = (component: PortComponent): Condition =>
  saying(
    `a list of the site in force covers every port of ${component} that sockets, flags, manifest and Services show`,
    condition(
      ["site.ppsm", "node.collected-at"] as const,
      (facts): Verdict => {
        const states = [facts[`manifest.${component}`].state, facts[`process.${component}`].state];
        if (states.every((state) => state === "absent")) {
          return component === "etcd" ? etcdElsewhere(facts) : notRunning(component);
        }
        const collectedAt = facts["node.collected-at"];
        const today = collectedAt.state === "present" ? collectedAt.value : "";
        const verdict = judgePorts({ component, list: facts["site.ppsm"], today }, allPorts(component, facts));
        return component === "kube-apiserver"
          ? { ...verdict, seen: [...verdict.seen, ...showNodePorts(facts).slice(-1)] }
          : verdict;
      },
      [
        ...([`manifest.${component}`, `process.${component}`] as const),
        ...sharedFacts,
        ...(component === "etcd" ? etcdFacts : []),
      ],
    ),
  );

/** What a rule on a component's ports says to people. */
export type PortsRule = {
  readonly id: string;
  readonly component: PortComponent;
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

/** A rule that the site must have approved every port of one component; hosts that run only etcd are judged for etcd. */
export const portsRule = ({ component, check, ...texts }: PortsRule): NodeRule =>
  defineNodeRule({
    ...texts,
    roles: component === "etcd" ? ["control-plane", "etcd"] : ["control-plane"],
    changes: [`flag of ${component}`],
    literal: [portsApproved(component), ...(component === "etcd" ? [everyEtcdAudited] : [])],
    check:
      `${check} plimsoll makes the rows from sockets, flags, the ports and probes of the manifest, and Services, and ` +
      "compares them with the list in decisions.yaml, key ppsm (document, approvedBy, date and an entry for each port; " +
      "an entry for any address covers a row on fewer, and only such an entry covers a Service's cluster address). What " +
      "goes out to loopback, and the range that node ports are taken from, is shown and not compared.",
  });
