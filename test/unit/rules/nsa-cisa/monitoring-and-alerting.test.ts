import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/monitoring-and-alerting.ts";
import { agentPod, services, sockets } from "../../../support/agents.ts";
import { type FactsGiven, facts, here, worker } from "../../../support/facts.ts";

const judged = (given: FactsGiven) => judgeNode(rule, facts({ "node.role": here(worker), ...given })).literal;

it("is for a person, whatever runs", () => {
  const { status, reason, seen } = judged({
    ...services("wazuh-agent.service", "rsyslog.service"),
    "host.listeners": sockets("node_exporter", "sshd"),
    "api.node-pods": here([
      agentPod("falco", "docker.io/falcosecurity/falco:0.39.1", { owner: { kind: "Node", name: "n1" } }),
    ]),
  });
  expect([status, reason]).toEqual([
    "not_reviewed",
    expect.stringMatching(/^On this node runs Falco, Wazuh agent, node_exporter\. /),
  ]);
  expect(seen.map(({ what }) => what)).toEqual([
    "Falco: a pod in agents",
    "Wazuh agent: unit wazuh-agent.service",
    "node_exporter: program node_exporter",
  ]);
});

it("says what was not seen", () => {
  const { status, seen } = judged({});
  expect([status, seen.map(({ what, value }) => `${what}: ${value}`)]).toEqual([
    "not_reviewed",
    // Two of the three are unseen for one reason.
    ["not seen: ssh: not-collected: not part of this test", "not seen: test: not-collected: not part of this test"],
  ]);
});
