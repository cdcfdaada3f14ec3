import type { LabelExpression, LabelSelector } from "../../../../evidence/network-policies.ts";
import type { PluginPolicy } from "../../../../evidence/plugin-policies.ts";
import type { Space } from "../namespaces.ts";
import { meansByExpression } from "./calico-selector.ts";
import { allOf, type LabelLookup, type Maybe, notOf } from "./three-valued.ts";

/** Which pods of a namespace a policy selects: whatever pods there may be, not only those that there are. */
export type Selection = "all" | "some" | "none" | "unclear";

function meets({ key, operator, values }: LabelExpression, labels: LabelLookup): Maybe {
  const value = labels(key);
  if (value === undefined) return undefined;
  const isThere = value !== null;
  if (operator === "Exists" || operator === "DoesNotExist") return operator === "Exists" ? isThere : !isThere;
  const isAmong = isThere && values.includes(value);
  if (operator === "In") return isAmong;
  return operator === "NotIn" ? notOf(isAmong) : undefined;
}

/** Whether a label selector means whoever has these labels. */
const means = ({ labels: wanted, expressions }: LabelSelector, labels: LabelLookup): Maybe =>
  allOf([
    ...Object.entries(wanted).map(([key, value]) => meets({ key, operator: "In", values: [value] }, labels)),
    ...expressions.map((expression) => meets(expression, labels)),
  ]);

const known =
  (labels: Readonly<Record<string, string>>): LabelLookup =>
  (key) =>
    Object.hasOwn(labels, key) ? labels[key] : null;

const ofNamespace = "io.cilium.k8s.namespace.labels.";

/** Of any pod of a namespace Cilium knows the namespace and its labels (`k8s:` says only where a label comes from). */
const ofAnyCiliumPod =
  ({ name, labels }: Space): LabelLookup =>
  (key) => {
    const bare = key.replace(/^(k8s|any)[:.]/, "");
    if (bare === "io.kubernetes.pod.namespace") return name;
    return bare.startsWith(ofNamespace) ? known(labels)(bare.slice(ofNamespace.length)) : undefined;
  };

const ofCalicoNamespace = "pcns.";

/** Calico gives every pod these two labels, and those of its namespace. */
const ofAnyCalicoPod =
  ({ name, labels }: Space): LabelLookup =>
  (key) => {
    if (key === "projectcalico.org/namespace") return name;
    if (key === "projectcalico.org/orchestrator") return "k8s";
    return key.startsWith(ofCalicoNamespace) ? known(labels)(key.slice(ofCalicoNamespace.length)) : undefined;
  };

const unknownLabels: LabelLookup = () => undefined;

/** What is selected by what holds of each of its conditions. */
function selectionOf(conditions: readonly (Maybe | "odd")[]): Selection {
  if (conditions.includes(false)) return "none";
  if (conditions.includes("odd")) return "unclear";
  return conditions.includes(undefined) ? "some" : "all";
}

function conditionsOf(policy: PluginPolicy, space: Space): readonly (Maybe | "odd")[] {
  const { kind, selector, namespaceSelector, pods, namespaces, isForSome } = policy;
  const ofSpace = known({ "projectcalico.org/name": space.name, ...space.labels });
  const labels = kind.startsWith("Cilium") ? ofAnyCiliumPod(space) : unknownLabels;
  return [
    policy.namespace === undefined || policy.namespace === space.name,
    selector === undefined || meansByExpression(selector, ofAnyCalicoPod(space)),
    namespaceSelector === undefined || meansByExpression(namespaceSelector, ofSpace),
    pods === undefined || means(pods, labels),
    namespaces === undefined || means(namespaces, ofSpace),
    isForSome ? undefined : true,
  ];
}

/** Which pods of a namespace a policy of a network plugin selects. */
export const selectionIn = (space: Space, policy: PluginPolicy): Selection => selectionOf(conditionsOf(policy, space));
