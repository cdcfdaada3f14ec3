import type { ApiNode } from "../evidence/cluster.ts";

type Kind = { readonly why: string; readonly is: (node: ApiNode) => boolean };

const hasLabel =
  (key: string, ...values: readonly string[]) =>
  ({ labels }: ApiNode): boolean =>
    values.includes(labels[key] ?? "");

const windowsByLabel = hasLabel("kubernetes.io/os", "windows");
const virtualByLabel = hasLabel("type", "virtual-kubelet", "kwok");

const kinds: readonly Kind[] = [
  {
    why: "it runs Windows, and what is asked of a node is asked of Linux",
    is: (node) => windowsByLabel(node) || /^(Microsoft )?Windows /.test(node.osImage),
  },
  {
    why: "it is virtual: no machine is behind it",
    is: (node) => virtualByLabel(node) || node.taints.some(({ key }) => key === "virtual-kubelet.io/provider"),
  },
  {
    why: "it is Fargate's, which nobody can log in to",
    is: hasLabel("eks.amazonaws.com/compute-type", "fargate"),
  },
];

/** Why a node is none that can be read over SSH; undefined where nothing speaks against it. */
export const notOverSsh = (node: ApiNode): string | undefined => kinds.find(({ is }) => is(node))?.why;
