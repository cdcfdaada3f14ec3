import type { AdmissionRule, AdmissionWebhook } from "../../../../evidence/admission.ts";
import { selects } from "../network/selector.ts";

/** The requests by which images get into pods: a new pod, another image in a pod, a container to debug one. */
const ofPods = [
  ["pods", "", "CREATE"],
  ["pods", "", "UPDATE"],
  ["pods", "ephemeralcontainers", "UPDATE"],
] as const;
type PodRequest = (typeof ofPods)[number];

const hasOrAll = (list: readonly string[], wanted: string): boolean => list.includes(wanted) || list.includes("*");

/** As the API server matches them: `*` is every resource without its parts, `pods/*` pods and all of their parts. */
const isResource = (given: string, resource: string, part: string): boolean => {
  const [name, ...rest] = given.split("/");
  const sub = rest.join("/");
  return (name === "*" || name === resource) && (sub === "*" || sub === part);
};

const takes = ({ groups, versions, resources, operations, scope }: AdmissionRule, request: PodRequest): boolean =>
  hasOrAll(groups, "") &&
  hasOrAll(versions, "v1") &&
  hasOrAll(operations, request[2]) &&
  (scope === undefined || scope === "Namespaced") &&
  resources.some((given) => isResource(given, request[0], request[1]));

const isTaken = (rules: readonly AdmissionRule[]) => (request: PodRequest) =>
  rules.some((rule) => takes(rule, request));

/** Whether rules are about pods at all. */
export const isAboutPods = ({ rules }: { readonly rules: readonly AdmissionRule[] }): boolean =>
  ofPods.some(isTaken(rules));

/** A namespace with what is known of its labels. */
export type Labelled = { readonly name: string; readonly labels: Readonly<Record<string, string>> | undefined };

/** How much of a namespace's pods a webhook is asked about; `some`: what else decides is not followed here. */
export type Reach = "every request" | "some" | "none";

/** How far a webhook about pods reaches in a namespace. */
export function reachIn(webhook: AdmissionWebhook, { labels }: Labelled): Reach {
  const { namespaces, hasObjectSelector, matchConditions = 0, rules } = webhook;
  if (namespaces !== undefined && labels === undefined) return "some";
  if (namespaces !== undefined && !selects(namespaces, labels ?? {})) return "none";
  const isLimited = hasObjectSelector === true || matchConditions > 0 || !ofPods.every(isTaken(rules));
  return isLimited ? "some" : "every request";
}

/** A webhook under the name that people find it by. */
export const nameOfWebhook = ({ kind, configuration, name }: AdmissionWebhook): string =>
  `${kind} webhook ${configuration}/${name}`;

const answering = ({ service, host }: AdmissionWebhook): string => {
  if (service !== undefined) return `Service ${service.namespace}/${service.name}`;
  return host === undefined ? "nobody that is known" : `the server ${host}`;
};

const namesShown = 10;

/** What a webhook does where nobody answers, who answers, and which of the namespaces of users it is not asked about. */
export function showWebhook(webhook: AdmissionWebhook, spaces: readonly Labelled[]): string {
  const { failurePolicy, namespaces, hasObjectSelector, matchConditions = 0 } = webhook;
  const out = spaces.filter((space) => reachIn(webhook, space) === "none").map(({ name }) => name);
  const more = out.length > namesShown ? ` and ${out.length - namesShown} more` : "";
  return [
    `failurePolicy ${failurePolicy}`,
    answering(webhook),
    ...(namespaces === undefined ? ["all namespaces"] : []),
    ...(namespaces !== undefined && out.length === 0 ? ["leaves no namespace of users out"] : []),
    ...(out.length > 0 ? [`leaves out ${out.slice(0, namesShown).join(", ")}${more}`] : []),
    ...(hasObjectSelector === true ? ["only objects with some labels"] : []),
    ...(matchConditions > 0 ? [`${matchConditions} matchConditions`] : []),
  ].join("; ");
}
