import { hostPathOf } from "../../../../evidence/container-paths.ts";
import { type Flags, flagReadings, readFlags } from "../../../../evidence/go-flags.ts";
import type { NodeRoles } from "../../../../evidence/node.ts";
import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import type { Invocation } from "../../../../evidence/processes.ts";
import { fitsWildcards } from "../../../../evidence/wildcards.ts";
import type { Seen } from "../../../../findings/verdict.ts";
import { withContainers } from "../../container-path.ts";
import { isText } from "../../unknown-data.ts";
import type { Forwarder } from "./log-destinations.ts";

const webhook = "audit-webhook-config-file";

/** The facts that say which files a node's forwarder should read. */
export const auditFacts = ["node.role", "manifest.kube-apiserver", "process.kube-apiserver"] as const;
type AuditFacts = {
  readonly "node.role": Observed<NodeRoles>;
  readonly "manifest.kube-apiserver": Observed<readonly Invocation[]>;
  readonly "process.kube-apiserver": Observed<readonly Invocation[]>;
};

/** A webhook takes the audit log off the node, and nothing else. */
export const auditWebhooks = (apiServer: Observed<readonly Invocation[]>): readonly Seen[] =>
  entriesSeen(apiServer).flatMap((call) => {
    const file = readFlags(call).text(webhook) ?? "";
    return file === "" ? [] : [{ what: `--${webhook} of kube-apiserver`, value: file, source: apiServer.source }];
  });

/** Whether a pattern of files has a path: `*` stands for anything but a slash. */
const covers = (pattern: string, path: string): boolean => fitsWildcards(pattern, path, { never: "/" });

const isAmong = (forwarders: readonly Forwarder[], path: string): boolean =>
  forwarders.some(({ configuration }) => configuration.files.some((pattern) => covers(pattern, path)));

/** Why the audit log of an API server with such flags does not leave the node by the forwarders; undefined: it does, or by a webhook. */
function lackOf(call: Invocation, flags: Flags, forwarders: readonly Forwarder[]): string | undefined {
  if (isText(flags.text(webhook))) return undefined;
  const path = flags.text("audit-log-path") ?? "";
  if (path === "") return "The API server of this node writes no audit log.";
  const onHost = hostPathOf(call, path);
  if (onHost === undefined) return `Where ${path}, the audit log, is on this node is not seen.`;
  return isAmong(forwarders, onHost) ? undefined : `The audit log, ${onHost}, is not among the inputs.`;
}

/** The same of one that runs, in every way in which its command line can be read. */
const lacksOf = (call: Invocation, forwarders: readonly Forwarder[]): readonly string[] =>
  flagReadings(call).flatMap((flags) => lackOf(call, flags, forwarders) ?? []);

/** Why the audit log is not known to leave the node; none: it does, or the node has none. */
export function auditLacks(facts: AuditFacts, forwarders: readonly Forwarder[]): readonly string[] {
  const { "node.role": role, "manifest.kube-apiserver": manifest, "process.kube-apiserver": process } = facts;
  if (process.state === "unknown") return ["The API server of this node, if there is one, was not seen."];
  const calls = entriesSeen(withContainers(process, manifest));
  if (calls.length > 0) return [...new Set(calls.flatMap((call) => lacksOf(call, forwarders)))];
  const isWorker = role.state === "present" && !role.value.controlPlane;
  return isWorker ? [] : ["Whether this node has an API server, whose audit log would have to be sent, is not seen."];
}

// The kubelet's own place, and the links to it by which agents mostly read.
const containerLogs = [
  "/var/log/pods/namespace_pod_uid/container/0.log",
  "/var/log/containers/pod_namespace_container-id.log",
];

/** That the logs of containers are not among what is sent: the guidance's check does not ask for them, people may. */
export const containerLogsRow = (forwarders: readonly Forwarder[]): readonly Seen[] =>
  containerLogs.some((path) => isAmong(forwarders, path))
    ? []
    : forwarders.slice(0, 1).map(({ source }) => ({ what: "not among the inputs", value: "/var/log/pods", source }));
