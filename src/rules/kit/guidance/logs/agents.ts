import { knownServices, type ServiceKind } from "../../../../evidence/known-services.ts";
import type { Listener } from "../../../../evidence/listeners.ts";
import { entriesSeen, type Observed, type Source } from "../../../../evidence/observed.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import type { UnitState } from "../../../../evidence/ssh.ts";
import type { Seen } from "../../../../findings/verdict.ts";
import { readImageName } from "../../cluster/image-name.ts";
import { type KnownAgent, knownAgents } from "./known-agents.ts";

/** Where agents show: as services of the host, by sockets that they hold, and as pods of the API. */
export const agentFacts = ["host.services", "host.listeners", "api.node-pods"] as const;

type AgentFacts = {
  readonly "host.services": Observed<readonly UnitState[]>;
  readonly "host.listeners": Observed<readonly Listener[]>;
  readonly "api.node-pods": Observed<readonly ApiPod[]>;
};

/** An agent that runs on a node, and what shows it. */
export type AgentFound = { readonly product: string; readonly seen: Seen };

type Kind = Extract<ServiceKind, "forwards logs" | "monitors">;

const row = (product: string, what: string, value: string, source: Source): AgentFound => ({
  product,
  seen: { what: `${product}: ${what}`, value, source },
});

const ofUnits = (services: Observed<readonly UnitState[]>, kind: Kind): readonly AgentFound[] =>
  entriesSeen(services).flatMap(({ id, activeState, unitFileState }) => {
    const known = knownServices[id];
    if (known?.kind !== kind || activeState !== "active") return [];
    return [row(known.product, `unit ${id}`, `${activeState}, ${unitFileState}`, services.source)];
  });

const ofSockets = (listeners: Observed<readonly Listener[]>, agents: readonly KnownAgent[]): readonly AgentFound[] =>
  entriesSeen(listeners).flatMap(({ program = "" }) =>
    agents
      .filter(({ programs }) => programs.includes(program))
      .map(({ product }) => row(product, `program ${program}`, "holds a socket of the node", listeners.source)),
  );

/** A pod by its namespace and, where a DaemonSet makes it, by that: other names hold a hash. */
const placeOf = ({ namespace, owner }: ApiPod): string =>
  owner?.kind === "DaemonSet" ? `${namespace}/DaemonSet ${owner.name}` : `a pod in ${namespace}`;

const ofPods = (pods: Observed<readonly ApiPod[]>, agents: readonly KnownAgent[]): readonly AgentFound[] =>
  entriesSeen(pods)
    .filter(({ phase }) => phase === "Running")
    .flatMap((pod) =>
      pod.containers.flatMap(({ image }) => {
        const { repository } = readImageName(image);
        return agents
          .filter(({ images }) => images.test(repository))
          .map(({ product }) => row(product, placeOf(pod), "runs", pods.source));
      }),
    );

/** The agents of a kind that run on a node, each place once. An agent by a name of its own is not among them. */
export function agentsOn(facts: AgentFacts, kind: Kind): readonly AgentFound[] {
  const agents = knownAgents.filter((agent) => agent.kind === kind);
  const found = [
    ...ofUnits(facts["host.services"], kind),
    ...ofSockets(facts["host.listeners"], agents),
    ...ofPods(facts["api.node-pods"], agents),
  ];
  const unique = new Map(found.map((agent) => [agent.seen.what, agent]));
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, agent]) => agent);
}

/** What was not seen of the places where agents show, in words and as rows. */
export const unseenPlaces = (facts: AgentFacts): readonly Seen[] =>
  agentFacts.flatMap((name) => {
    const fact = facts[name];
    if (fact.state === "present") return [];
    const why = fact.state === "unknown" ? `${fact.reason}: ${fact.message}` : "the API does not know this node";
    return [{ what: `not seen: ${fact.source.request}`, value: why, source: fact.source }];
  });

/** The products, each once. */
export const productsOf = (agents: readonly AgentFound[]): string =>
  [...new Set(agents.map(({ product }) => product))].join(", ");
