import type { Merged } from "../../src/assess/merge.ts";
import type { concludeFacts } from "../../src/assess/roles.ts";
import type { Judgement } from "../../src/findings/verdict.ts";

/** A question that the unit tests ask, with all that its answer rests on: the same call is put to every mutant. */
export type Asked = {
  readonly call: "judge" | "cluster" | "merge" | "read" | "conclude" | "hosts";
  /** The rule, by `nameOfRule`; empty where the answer is about no rule. */
  readonly rule: string;
  /** What the call needs of a rule that a test made for itself. */
  readonly about?: { readonly roles: readonly string[]; readonly facts: readonly string[] };
  /** The call's other arguments. */
  readonly given: readonly unknown[];
};

/** What is said by one status for each place, separated by blanks. */
export type Statuses = string;

export const statusesOf = ({ literal, effective }: Judgement): Statuses => `${literal.status} ${effective.status}`;
export const statusesMerged = ({ status, effectiveStatus }: Merged): Statuses => `${status} ${effectiveStatus}`;

// What a node is decides which rules hold for it: that one does not is like "not applicable".
const holds = (is: boolean | undefined): string => {
  if (is === undefined) return "not_reviewed";
  return is ? "open" : "not_applicable";
};

/** What was concluded, as statuses: which rules a node has, whether its control plane may be elsewhere, whose etcd is audited. */
export function statusesOfNodeFacts(facts: ReturnType<typeof concludeFacts>): Statuses {
  const { "node.role": role, "node.layout": layout, "cluster.etcd-hosts": etcd } = facts;
  const is = role.state === "present" ? role.value : undefined;
  const provided = layout.state === "present" ? layout.value.controlPlane === "run by the provider" : undefined;
  const hosts = etcd.state === "present" && etcd.value.length > 0;
  return [is?.controlPlane, is?.worker, is?.etcdOnly, provided, !hosts].map(holds).join(" ");
}

/** The hosts in one word: another list is noticed, and none is more lenient than another. */
export const statusesOfHosts = (hosts: readonly string[]): Statuses => hosts.join("|");

/** The environment variable that names the folder into which the unit tests write what they ask. */
export const corpusFolder = "PLIMSOLL_CORPUS";

/** The functions that are asked, by file, with the call that stands for each. */
export const askedFunctions = [
  { file: "src/assess/judge.ts", name: "judgeNode", call: "judge" },
  { file: "src/assess/judge-cluster.ts", name: "judgeCluster", call: "cluster" },
  { file: "src/assess/merge.ts", name: "mergeNodes", call: "merge" },
  { file: "src/assess/as-read.ts", name: "asRead", call: "read" },
  { file: "src/assess/roles.ts", name: "concludeFacts", call: "conclude" },
  { file: "src/assess/etcd-hosts.ts", name: "etcdHosts", call: "hosts" },
] as const satisfies readonly { readonly file: string; readonly name: string; readonly call: Asked["call"] }[];

/** The name under which the questions of a run are noted, in every process of the unit tests. */
export const noteName = "plimsollAsked";
