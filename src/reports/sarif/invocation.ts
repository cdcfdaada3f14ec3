import type { Invocation, Notification, ReportingDescriptor } from "sarif";
import type { Assessment, Coverage } from "../../findings/assessment.ts";
import { apiLine, unreadNodes, whyUnread } from "../coverage.ts";
import { shorten, visible } from "../visible-text.ts";

/** What a run tells of itself; GitHub's rules want every text of them. */
export const notificationKinds: readonly ReportingDescriptor[] = [
  {
    id: "node-not-read",
    name: "NodeNotRead",
    shortDescription: { text: "A node of the cluster was not read." },
    fullDescription: { text: "A node of the cluster was not read: what rules ask of it is Not Reviewed." },
    help: { text: "See why, make it reachable or readable, and audit again." },
  },
  {
    id: "api-not-read",
    name: "ApiNotRead",
    shortDescription: { text: "The API server was not read, or not whole." },
    fullDescription: { text: "The API server was not read, or not whole: what rules ask of it is Not Reviewed." },
    help: { text: "See why; `plimsoll check` says which rights are missing, `plimsoll api-access` prints them." },
  },
];

/** Nodes with a notification of their own. */
const mostNodes = 100;

/** UTF-16 units. */
const longestMessage = 2000;

/** When the cluster was asked, and what could not be read: the audit itself came to its end. */
export const invocationOf = ({ collected, coverage }: Assessment): Invocation => ({
  executionSuccessful: true,
  startTimeUtc: collected.from,
  endTimeUtc: collected.to,
  toolExecutionNotifications: notificationsOf(coverage),
});

function notificationsOf(coverage: Coverage): Notification[] {
  const unread = unreadNodes(coverage);
  const each = unread.slice(0, mostNodes).map((node) => {
    const message = node.message === undefined ? "" : `: ${visible(node.message)}`;
    return `${visible(node.name)} was not read (${whyUnread(node)})${message}`;
  });
  const more = unread.length - mostNodes;
  const nodes = more > 0 ? [...each, `${more} more nodes were not read: all are in assessment.json`] : each;
  return [
    ...nodes.map((text) => notificationOf("node-not-read", text)),
    ...(coverage.api.state === "read" ? [] : [notificationOf("api-not-read", apiLine(coverage))]),
  ];
}

/** A warning: what could not be read is Not Reviewed, the rest holds. */
const notificationOf = (id: "node-not-read" | "api-not-read", text: string): Notification => ({
  descriptor: { id, index: notificationKinds.findIndex((kind) => kind.id === id) },
  level: "warning",
  message: { text: shorten(text, longestMessage) },
});
