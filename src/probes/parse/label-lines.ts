import type { ContainerLabel, ContainerLabels } from "../../evidence/host-state.ts";

function readLabel(text: string): ContainerLabel {
  const [, kind, label] = /^l\|(limited|other)\|(.+)$/.exec(text) ?? [];
  if (label === undefined) throw new Error(`not a label: ${JSON.stringify(text.slice(0, 80))}`);
  return { label, limited: kind === "limited" };
}

/**
 * How processes in the kubelet's containers are confined.
 * @throws Error where the node could not show all its processes.
 */
export function parseLabels(payload: Buffer): ContainerLabels {
  const [head = "", ...lines] = payload
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  if (head !== "complete|yes") throw new Error(`not all processes are seen: ${head.split("|").slice(2).join("|")}`);
  const modes = lines.filter((line) => line.startsWith("mode|")).map((line) => line.slice("mode|".length));
  const labels = lines
    .filter((line) => !line.startsWith("mode|"))
    .toSorted()
    .map(readLabel);
  return { labels, ...(modes[0] === undefined ? {} : { appArmorMode: modes[0] }) };
}
