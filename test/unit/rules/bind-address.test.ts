import { rule as scheduler } from "../../../src/rules/stig/V-242384-scheduler-bind-address.ts";
import { rule as controllerManager } from "../../../src/rules/stig/V-242385-controller-manager-bind-address.ts";
import { denied, type FactsGiven, here } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { type Component, drifted, started, unmanaged } from "./control-plane.ts";

const socket = (component: Component, address: string): FactsGiven => ({
  "host.listeners": here([
    { protocol: "tcp", address: "127.0.0.1", port: 10259, program: component, component },
    { protocol: "tcp", address, port: 10259, program: component, component },
    { protocol: "tcp", address: "::", port: 6443, program: "kube-apiserver", component: "kube-apiserver" },
  ]),
});

// V-242384 and V-242385.
const cases = (component: Component): readonly RuleCase[] => {
  const local = "--bind-address=127.0.0.1";
  const old = { image: `k8s.gcr.io/${component}:v1.22.17` };
  return [
    ["unset: everywhere", started(component, []), "open"],
    [
      "127.0.0.1, and one socket beyond",
      {
        ...started(component, [local]),
        "host.listeners": here([
          { protocol: "tcp", address: "10.77.0.10", port: 10259, program: component, component },
        ]),
      },
      "not_a_finding",
      "open",
    ],
    ["127.0.0.1", started(component, [local]), "not_a_finding"],
    ["0.0.0.0", started(component, ["--bind-address=0.0.0.0"]), "open"],
    ["a node's address", started(component, ["--bind-address=10.77.0.10"]), "open"],
    ["::1", started(component, ["--bind-address=::1"]), "open", "not_a_finding"],
    ["another loopback address", started(component, ["--bind-address=127.0.0.2"]), "open", "not_a_finding"],
    ["no address", started(component, ["--bind-address=127.0.0.1.example.org"]), "open"],
    ["no secure port", started(component, ["--secure-port=0"]), "open", "not_a_finding"],
    ["--address is another flag", started(component, ["--address=127.0.0.1"]), "open"],
    ...["0.0.0.0", "::", "10.77.0.10"].map(
      (address): RuleCase => [
        `127.0.0.1, but it listens on ${address}`,
        { ...started(component, [local]), ...socket(component, address) },
        "not_a_finding",
        "open",
      ],
    ),
    ["sockets agree", { ...started(component, [local]), ...socket(component, "::1") }, "not_a_finding"],
    ["sockets do not excuse", { ...started(component, []), ...socket(component, "127.0.0.1") }, "open"],
    ["sockets unread", { ...started(component, [local]), "host.listeners": denied }, "not_a_finding"],
    ["drift", drifted(component, [local], ["--bind-address=0.0.0.0"]), "open"],
    ["1.22: the insecure port is everywhere", started(component, [local], old), "not_a_finding", "open"],
    ["1.22: the insecure port is off", started(component, [local, "--port=0"], old), "not_a_finding"],
    ["1.22: the insecure port is local", started(component, [local, "--address=127.0.0.1"], old), "not_a_finding"],
    [
      "1.22: the insecure port is on a node's address",
      started(component, [local, "--port=10251", "--address=10.77.0.10"], old),
      "not_a_finding",
      "open",
    ],
    [
      "by digest: the release is not known",
      started(component, [local], { image: "none" }),
      "not_a_finding",
      "not_reviewed",
    ],
    ["by digest, the insecure port off", started(component, [local, "--port=0"], { image: "none" }), "not_a_finding"],
    ["without a manifest: the release is not known", unmanaged(component, [local]), "not_a_finding", "not_reviewed"],
  ];
};

ruleCases(scheduler, cases("kube-scheduler"));
ruleCases(controllerManager, cases("kube-controller-manager"));
