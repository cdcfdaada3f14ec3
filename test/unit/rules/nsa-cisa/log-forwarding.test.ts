import { describe, expect, it } from "vitest";
import type { Status } from "../../../../src/findings/verdict.ts";
import { agentPod, services, sockets } from "../../../support/agents.ts";
import { denied, type FactsGiven, here, nothing, processOf, unit } from "../../../support/facts.ts";
import { judged, pods } from "./forwarding-facts.ts";

describe("log-forwarding", () => {
  it.each<readonly [string, FactsGiven, Status]>([
    ["nothing", {}, "open"],
    ["a service", services("rsyslog.service"), "not_reviewed"],
    ["a service that has ended", { "host.services": here([unit("rsyslog.service", "failed", "enabled")]) }, "open"],
    ["a pod", pods(agentPod("fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:3.1")), "not_reviewed"],
    ["a mirrored image", pods(agentPod("logs", "mirror.example/x/grafana/promtail@sha256:1")), "not_reviewed"],
    ["a pod that has ended", pods(agentPod("x", "fluent/fluentd:v1", { phase: "Failed" })), "open"],
    ["a pod of something else", pods(agentPod("fluent", "registry.example/fluent-bit-dashboard:1")), "open"],
    ["a program with a socket", { "host.listeners": sockets("filebeat") }, "not_reviewed"],
    ["sockets that were not seen", { "host.listeners": denied }, "open"],
    ["pods that were not seen", { "api.node-pods": denied }, "not_reviewed"],
    ["a node that the API does not know", { "api.node-pods": nothing }, "not_reviewed"],
    ["services that were not seen", { "host.services": denied }, "not_reviewed"],
  ])("%s", (_, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("says that a webhook takes the audit log alone away", () => {
    const apiServer = here([processOf(["kube-apiserver", "--audit-webhook-config-file=/etc/w.conf"])]);
    const { status, reason, seen } = judged({ "process.kube-apiserver": apiServer });
    expect([status, reason]).toEqual(["open", expect.stringContaining("webhook")]);
    expect(seen.map(({ value }) => value)).toContain("/etc/w.conf");
  });

  it("names what was found and what was not seen, each once, and no pod by its hash", () => {
    const fluent = agentPod("fluent-bit", "fluent/fluent-bit:3.1");
    const { reason, seen } = judged({
      ...pods(fluent, fluent),
      ...services("rsyslog.service"),
      "host.listeners": denied,
    });
    expect(reason).toMatch(/^Forwards logs from this node: Fluent Bit, rsyslog\./);
    expect(seen.map(({ what }) => what)).toEqual([
      "Fluent Bit: agents/DaemonSet fluent-bit",
      "rsyslog: unit rsyslog.service",
      "not seen: ssh",
      "not seen: test",
    ]);
  });
});
