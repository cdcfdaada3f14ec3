import { entriesSeen } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import type { RunHost } from "../../../evidence/run.ts";
import { leftUnseen, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import type { ShownFacts } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { withContainers } from "../container-path.ts";

/** The facts by which the cluster's API servers are found. */
export const apiServerFacts = ["run.hosts", "api.nodes"] as const;
type ApiServerFact = (typeof apiServerFacts)[number];

/** A running API server: its command line with the image of its manifest, and the host it is on. */
export type ApiServer = { readonly call: Invocation; readonly host: RunHost };

const seenOn = (host: RunHost): readonly ApiServer[] => {
  const { "process.kube-apiserver": process, "manifest.kube-apiserver": manifest } = host.facts;
  if (process.state === "unknown") return [];
  return entriesSeen(withContainers(process, manifest)).map((call) => ({ call, host }));
};

/** What of a host keeps its API servers from being known. */
function unseenOn({ isRead, facts }: RunHost): readonly Verdict[] {
  const { "node.role": role, "process.kube-apiserver": process } = facts;
  if (role.state === "unknown") return [unseenVerdict(role)];
  if (role.state === "present" && !role.value.controlPlane) return [];
  if (process.state === "unknown") return [unseenVerdict(process)];
  if (!isRead)
    return [leftUnseen(notReviewed("A control-plane host was not read."), "a control-plane host was not read")];
  return process.state === "absent" ? [notReviewed("kube-apiserver does not run on a control-plane host.")] : [];
}

/** The API servers of the cluster that were seen, and why there may be others: one of them admits what others refuse. */
export function apiServersOf({ "run.hosts": hosts, "api.nodes": nodes }: ShownFacts<ApiServerFact>): {
  readonly servers: readonly ApiServer[];
  readonly unseen: readonly Verdict[];
} {
  const servers = entriesSeen(hosts).flatMap(seenOn);
  const unseen = [
    ...(nodes.state === "absent" ? [notReviewed("The nodes were not listed.")] : []),
    ...entriesSeen(hosts).flatMap(unseenOn),
  ];
  const isNone = servers.length === 0 && unseen.length === 0;
  return { servers, unseen: isNone ? [notReviewed("No API server is on a host of this run.")] : unseen };
}
