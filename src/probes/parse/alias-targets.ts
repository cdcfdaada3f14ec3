import { type Document, isAlias, type Node, visit } from "yaml";

/** What each alias stands for: the last node of its name before it. Found in one walk, for there may be many of both. */
export function aliasTargets(document: Document): ReadonlyMap<unknown, Node> {
  const named = new Map<string, Node>();
  const targets = new Map<unknown, Node>();
  visit(document, {
    Node: (_key, node) => {
      const target = isAlias(node) ? named.get(node.source) : undefined;
      if (target !== undefined) targets.set(node, target);
      else if (!isAlias(node) && node.anchor !== undefined) named.set(node.anchor, node);
    },
  });
  return targets;
}
