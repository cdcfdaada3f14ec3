import { notReviewed } from "../../findings/verdict.ts";
import { condition, defineNodeRule } from "../define-rule.ts";
import { agentFacts, agentsOn, productsOf, unseenPlaces } from "../kit/guidance/logs/agents.ts";

const monitors = condition(
  [],
  (facts) => {
    const found = agentsOn(facts, "monitors");
    const unseen = unseenPlaces(facts);
    const what = found.length > 0 ? `On this node runs ${productsOf(found)}.` : "Nothing that is known was seen here.";
    return notReviewed(`${what} Who is told of what, and acts on it, is for a person.`, [
      ...found.map(({ seen }) => seen),
      ...unseen,
    ]);
  },
  agentFacts,
);

export const rule = defineNodeRule({
  id: "monitoring-and-alerting",
  roles: ["control-plane", "worker"],
  literal: [monitors],
  expected: "metrics, runtime detection and alerts of every node reach somebody who acts, as a person has reviewed",
  check:
    "For every node see what watches it (node_exporter, Falco, Tetragon, Wazuh, CrowdStrike and the like) as a service " +
    "or as a pod. Then ask which alerts exist, whom they reach, and when the last one was acted on. That an agent runs " +
    "shows none of that, and an agent by another name is not recognised.",
  fix:
    "Collect metrics and runtime events of every node, control planes too, send them to one place, and write down " +
    "which of them alert whom. Try it with an event made on purpose.",
});
