import type { NodeRead, ObservedFacts } from "../evidence/node.ts";
import { type Observed, present, unknown } from "../evidence/observed.ts";
import type { RunHost } from "../evidence/run.ts";
import { authorizersOf } from "../rules/kit/authentication/authorizers.ts";

/** What says by what the API server of a host decides. */
export const authorizerFacts = ["node.role", "process.kube-apiserver", "content.authorization-config"] as const;

/** A host of the run, with what is asked of all of them together. */
export type JudgedHost = {
  readonly target: string;
  readonly read: NodeRead;
  readonly facts: RunHost["facts"] & Pick<ObservedFacts, (typeof authorizerFacts)[number]>;
};

/** Why what decides on a host is not known, and where to look. */
const unseen = (host: string, why: string) =>
  unknown("not-collected", why, { host, request: "the authorizers of kube-apiserver" });

/** By what the API server of one host decides; absent: none can be there. */
function authorizersOn({ target, read, facts }: JudgedHost): Observed<readonly string[]> {
  const source = { host: target, request: "the authorizers of kube-apiserver" };
  const { "node.role": role, "process.kube-apiserver": process } = facts;
  if (role.state === "unknown") return { ...role, source };
  if (role.state === "present" && !role.value.controlPlane) return { state: "absent", source };
  if (read.state !== "read") return unseen(target, "a control-plane host was not read");
  if (process.state === "unknown") return { ...process, source };
  if (process.state === "absent") return unseen(target, "kube-apiserver does not run on a control-plane host");
  const each = process.value.map((call) => authorizersOf(call, facts["content.authorization-config"], source));
  const unknownOne = each.find(({ state }) => state === "unknown");
  if (unknownOne !== undefined) return unknownOne;
  return present(
    each.flatMap((one) => (one.state === "present" ? one.value : [])),
    source,
  );
}

/**
 * By what the cluster's API servers decide what is allowed: all that any of them uses. Known only where every host that
 * can be a control plane was read, and the API's list of nodes says that there is no other.
 */
export function runAuthorizers(hosts: readonly JudgedHost[], nodes: Observed<unknown>): Observed<readonly string[]> {
  if (nodes.state !== "present") return nodes.state === "unknown" ? nodes : unseen("the run", "no nodes were listed");
  const each = hosts.map(authorizersOn);
  const unread = each.find(({ state }) => state === "unknown");
  if (unread !== undefined) return unread;
  const seen = each.flatMap((one) => (one.state === "present" ? [one] : []));
  const [first] = seen;
  if (first === undefined) return unseen("the run", "no API server is on a host of this run");
  return present([...new Set(seen.flatMap(({ value }) => value))].toSorted(), first.source);
}
