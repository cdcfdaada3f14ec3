import type { JournalState } from "../../../../src/evidence/host-state.ts";
import { rule } from "../../../../src/rules/nsa-cisa/log-persistence.ts";
import { services } from "../../../support/agents.ts";
import { apiNode, denied, type FactsGiven, here, kubelet, nothing } from "../../../support/facts.ts";
import { ruleCasesWith } from "../../../support/rule-cases.ts";

const journal = (mode: string | undefined, more: Partial<JournalState> = {}): FactsGiven => ({
  "host.journal": here({
    ...(mode === undefined ? {} : { storage: { value: mode, file: "/etc/systemd/journald.conf", line: 2 } }),
    hasDirectory: true,
    isInMemory: false,
    ...more,
  }),
});
const configured = (more: Readonly<Record<string, unknown>>, ...flags: readonly string[]): FactsGiven =>
  kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], more);
const usual: FactsGiven = {
  ...services("systemd-journald.service"),
  ...journal(undefined),
  ...configured({ containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock" }),
};

ruleCasesWith(usual, rule, [
  ["on disk by default", {}, "not_a_finding"],
  ["on disk because it says so", journal("persistent"), "not_a_finding"],
  ["in memory by configuration", journal("volatile"), "open"],
  ["in memory for want of a directory", journal("auto", { hasDirectory: false }), "open"],
  ["in memory, whatever is configured", journal("persistent", { isInMemory: true }), "open"],
  ["nowhere", journal("none"), "open"],
  ["on disk by configuration, without a directory", journal("persistent", { hasDirectory: false }), "not_reviewed"],
  ["a mode that journald does not know", journal("sometimes"), "not_reviewed"],
  ["no journald", services("rsyslog.service"), "not_reviewed"],
  ["no systemd", { "host.services": denied }, "not_reviewed"],
  ["a journal that was not seen", { "host.journal": denied }, "not_reviewed"],
  [
    "limits of its own",
    configured({
      containerLogMaxSize: "50Mi",
      containerLogMaxFiles: 3,
      containerRuntimeEndpoint: "unix:///run/crio/crio.sock",
    }),
    "not_a_finding",
  ],
  ["no rotation", configured({ containerLogMaxSize: "-1", containerRuntimeEndpoint: "unix:///c.sock" }), "open"],
  [
    "no rotation by a flag",
    configured({ containerRuntimeEndpoint: "unix:///c.sock" }, "--container-log-max-size=-1"),
    "open",
  ],
  ["one file", configured({ containerLogMaxFiles: 1, containerRuntimeEndpoint: "unix:///c.sock" }), "open"],
  ["Docker", configured({}, "--container-runtime-endpoint=unix:///run/cri-dockerd.sock"), "not_reviewed"],
  [
    "Docker where its command line is read in one way",
    configured(
      {},
      "--container-runtime-endpoint=unix:///run/cri-dockerd.sock",
      "--new-flag",
      "--container-runtime-endpoint=unix:///c.sock",
    ),
    "not_reviewed",
  ],
  [
    "a runtime that one reading of its command line names",
    configured({}, "--new-flag", "--container-runtime-endpoint=unix:///c.sock"),
    "not_reviewed",
  ],
  ["a runtime that nothing names", configured({}), "not_reviewed"],
  [
    "the same of a kubelet without Docker",
    { ...configured({}), "node.api": apiNode({ kubeletVersion: "v1.24.0" }) },
    "not_a_finding",
  ],
  [
    "the same of one with it",
    { ...configured({}), "node.api": apiNode({ kubeletVersion: "v1.23.17" }) },
    "not_reviewed",
  ],
  ["no kubelet", { "process.kubelet": nothing, "kubelet.config": nothing }, "not_reviewed"],
  ["a kubelet that was not seen", { "process.kubelet": denied }, "not_reviewed"],
  ["a configuration that was not seen", { "kubelet.config": denied }, "not_reviewed"],
]);
