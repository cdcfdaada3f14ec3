import { Document, isMap, isScalar, type Node, type Pair } from "yaml";
import { isPrintable } from "../inventory/schema.ts";
import { shown } from "../yaml-file/shown.ts";
import type { Draft, DraftHost, GivenAccess } from "./draft.ts";

/** Writes an inventory as YAML, with comments for whoever goes on with it. The same draft gives the same text. */
export function writeDraft(draft: Draft): string {
  const { cluster, ssh, hosts } = draft;
  const access = draft.access === undefined ? {} : accessKeys(draft.access);
  const document = new Document({ cluster, ...access, ssh, hosts: hosts.map(keysOf) });
  const { contents } = document;
  if (!isMap(contents)) throw new Error("an inventory is a map");
  document.commentBefore = comment([...draft.preface, ...unwritable(draft.access)]);
  remark(contents.get("cluster", true), "the name in reports and checklists");
  for (const [index, { remarks }] of hosts.entries()) {
    remark(document.getIn(["hosts", index, "address"], true), remarks?.address);
    remark(document.getIn(["hosts", index, "role"], true), remarks?.role);
  }
  if (ssh.identityFile === undefined)
    hint(contents.get("ssh", true), "identityFile: ./id_ed25519, unless an SSH agent holds the key");
  const end = [
    ...section(
      "Left out:",
      draft.leftOut.map(({ name, why }) => `- ${shown(name)}: ${why}`),
    ),
    ...section(
      "Not taken:",
      draft.notTaken.map((sentence) => `- ${sentence}`),
    ),
  ];
  if (end.length > 0) document.comment = comment(end);
  return document.toString({ lineWidth: 0 }).trimEnd();
}

const keysOf = ({ name, address, role, ssh }: DraftHost): object => ({
  name,
  ...(address !== undefined && { address }),
  role,
  ...(ssh !== undefined && Object.keys(ssh).length > 0 && { ssh }),
});

function accessKeys(access: GivenAccess): object {
  if ("inCluster" in access) return { api: { inCluster: true } };
  return Object.fromEntries(Object.entries(access).filter(([, value]) => isPrintable(value)));
}

/** What of the way to the API server no inventory can hold. */
function unwritable(access: GivenAccess | undefined): readonly string[] {
  return Object.entries(access ?? {}).flatMap(([key, value]) =>
    typeof value === "string" && !isPrintable(value)
      ? [`${key}: ${shown(value)} cannot be written in an inventory`]
      : [],
  );
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines];

/** Lines of a comment, as the library takes them. */
const comment = (lines: readonly string[]): string => lines.map((line) => ` ${line}`).join("\n");

function remark(value: unknown, text: string | undefined): void {
  if (isScalar(value) && text !== undefined && text !== "") value.comment = ` ${text}`;
}

/** A line below a map that shows what else it may hold. */
function hint(map: unknown, text: string): void {
  const last: Pair<Node, Node> | undefined = isMap<Node, Node>(map) ? map.items.at(-1) : undefined;
  if (last !== undefined) (map as Node).comment = ` ${text}`;
}
