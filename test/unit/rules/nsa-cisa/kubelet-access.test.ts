import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Listener } from "../../../../src/evidence/listeners.ts";
import { rule } from "../../../../src/rules/nsa-cisa/kubelet-access.ts";
import { inForce } from "../../../support/configz.ts";
import {
  controlPlane,
  denied,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  layoutOf,
  named,
  nothing,
  worker,
} from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";

const ca = "/etc/kubernetes/pki/ca.crt";
const withCa: FactsGiven = { "stat.kubelet-client-ca": here(named(ca, "test", here(file(ca, 0o644)))) };
const node = (settings: Readonly<Record<string, unknown>>, ...flags: readonly string[]): FactsGiven => ({
  ...kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], {
    "authentication.x509.clientCAFile": ca,
    ...settings,
  }),
  ...withCa,
});
const listening = (port: number, component: Listener["component"]): FactsGiven => ({
  "host.listeners": here([
    { protocol: "tcp", address: "::", port, ...(component === undefined ? {} : { program: component, component }) },
  ]),
});

ruleCases(rule, [
  ["the defaults with a file, and a client CA", node({}), "not_a_finding"],
  ["the same on a control plane", { ...node({}), "node.role": here(controlPlane) }, "not_a_finding"],
  ["anonymous requests by a flag over the file", node({}, "--anonymous-auth"), "open"],
  ["anonymous requests by the file", node({ "authentication.anonymous.enabled": true }), "open"],
  ["AlwaysAllow", node({ "authorization.mode": "AlwaysAllow" }), "open"],
  ["a read-only port", node({ readOnlyPort: 10_255 }), "open"],
  ["no client CA", node({ "authentication.x509.clientCAFile": null }), "open"],
  [
    "a client CA that is not there",
    { ...node({}), "stat.kubelet-client-ca": here(named(ca, "test", nothing)) },
    "open",
  ],
  ["a client CA that was not looked at", { ...node({}), "stat.kubelet-client-ca": denied }, "not_reviewed"],
  ["a socket of the kubelet at 10255", { ...node({}), ...listening(10_255, "kubelet") }, "open"],
  ["somebody else's socket at 10255", { ...node({}), ...listening(10_255, undefined) }, "not_a_finding"],
  ["the kubelet's own port", { ...node({}), ...listening(10_250, "kubelet") }, "not_a_finding"],
  ["without a file, the unsafe defaults", { ...kubelet([`--client-ca-file=${ca}`], "none"), ...withCa }, "open"],
  ["without a configuration that was named", { ...node({}), "kubelet.config": nothing }, "not_reviewed"],
  ["the configuration unread", { ...node({}), "kubelet.config": denied }, "not_reviewed"],
  ["the process not seen", { ...node({}), "process.kubelet": denied, "node.api": nothing }, "not_reviewed"],
  ["no kubelet, of a node that the API lists", { ...node({}), "process.kubelet": nothing }, "not_reviewed"],
  [
    "no kubelet, and no node of the API's",
    { ...node({}), "process.kubelet": nothing, "node.api": nothing, "node.role": here(controlPlane) },
    "not_applicable",
  ],
  [
    "no kubelet that another program would hold, and no node of the API's",
    { ...node({}), "process.kubelet": nothing, "node.api": nothing, "node.layout": layoutOf("k3s") },
    "not_reviewed",
  ],
]);

it("believes the kubelet's own word that something is open, and of the CA's file asks the node", () => {
  const said = (more: Parameters<typeof inForce>[0]) =>
    judgeNode(rule, facts({ "node.role": here(worker), "kubelet.configz": here(inForce(more)) })).literal.status;
  expect(said({})).toBe("not_reviewed");
  expect(said({ readOnlyPort: 10_255 })).toBe("open");
});

it.each(["cp1", "w1"] as const)("passes on %s as kubeadm makes it", async (name) => {
  const { literal } = judgeNode(rule, await recordedNode(name));
  expect(literal.status, literal.reason).toBe("not_a_finding");
});
