import { describe, expect, it } from "vitest";
import type { LogDestination, LogForwarding } from "../../../../src/evidence/log-forwarding.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { agentPod, services } from "../../../support/agents.ts";
import { denied, type FactsGiven, here, manifestOf, nothing, processOf, unit, worker } from "../../../support/facts.ts";
import { apiServer, judged, pods } from "./forwarding-facts.ts";

const destination: LogDestination = {
  by: "omfwd",
  target: "logs.example:6514",
  protocol: "tcp",
  protection: "verified",
  messages: "all",
  file: "/etc/rsyslog.d/10-logs.conf",
  line: 1,
};
const auditLog = "/var/log/kubernetes/audit/audit.log";

/** A node whose rsyslog runs with a configuration; without more it sends everything, the audit log too. */
const rsyslog = (
  more: Partial<LogForwarding> = {},
  ...destinations: readonly (Partial<LogDestination> | undefined)[]
): FactsGiven => ({
  ...services("rsyslog.service"),
  "host.rsyslog": here({
    destinations: (destinations.length === 0 ? [{}] : destinations).flatMap((one) =>
      one === undefined ? [] : [{ ...destination, ...one }],
    ),
    files: [auditLog],
    takes: ["journal"],
    unclear: [],
    ...more,
  }),
});
const sends = (...destinations: readonly Partial<LogDestination>[]): FactsGiven => rsyslog({}, ...destinations);
const upload = (more: Partial<LogDestination> = {}): FactsGiven => ({
  ...services("systemd-journal-upload.service"),
  "host.journal-upload": here({
    destinations: [{ ...destination, by: "systemd-journal-upload", protocol: "https", ...more }],
    files: [],
    takes: ["journal"],
    unclear: [],
  }),
});
const onWorker: FactsGiven = { "node.role": here(worker), "process.kube-apiserver": nothing };
const onControlPlane = apiServer(`--audit-log-path=${auditLog}`);
const journal = (passesToSyslog: boolean | undefined): FactsGiven => ({
  "host.journal": here({
    hasDirectory: true,
    isInMemory: false,
    ...(passesToSyslog === undefined ? {} : { passesToSyslog }),
  }),
});

describe("log-forwarding by the configuration of a service", () => {
  it.each<readonly [string, FactsGiven, Status, RegExp]>([
    ["all by TLS", sends({}), "not_a_finding", /by TLS \(rsyslog\)/],
    [
      "all by TLS, where other agents run too",
      { ...sends({}), ...pods(agentPod("x", "fluent/fluentd:v1")) },
      "not_a_finding",
      /rsyslog/,
    ],
    ["TCP", sends({ protection: "none" }), "not_reviewed", /sends to logs\.example:6514 by TCP, not encrypted/],
    ["UDP", sends({ protocol: "udp", protection: "none" }), "not_reviewed", /by UDP, not encrypted/],
    ["TLS with anyone", sends({ protection: "unverified" }), "not_reviewed", /without verifying/],
    ["some messages", sends({ messages: "some" }), "not_reviewed", /some messages only/],
    [
      "what is left by a line before",
      sends({ after: "/etc/a.conf:2" }),
      "not_reviewed",
      /\/etc\/a\.conf:2, which comes first/,
    ],
    ["some by TLS beside all by TLS", sends({ messages: "some", target: "siem" }, {}), "not_a_finding", /TLS/],
    [
      "some in the clear beside all by TLS",
      sends({ messages: "some", target: "siem", protection: "none" }, {}),
      "not_reviewed",
      /siem by TCP, not encrypted/,
    ],
    [
      "in the clear to the node itself beside all by TLS",
      sends({ target: "127.0.0.1:5140", protection: "none" }, {}),
      "not_a_finding",
      /TLS/,
    ],
    ...["127.0.0.1:514", "[::1]:514", "localhost", "0.0.0.0", "LOCALHOST:1"].map(
      (target) => [`to ${target}`, sends({ target }), "not_reviewed", /the node itself/] as const,
    ),
    ["to a name with a port", sends({ target: "localhost.example:514" }), "not_a_finding", /TLS/],
    ["to an IPv6 address without a port", sends({ target: "2001:db8::1" }), "not_a_finding", /TLS/],
    [
      "a target that is not shown",
      rsyslog({}, { target: undefined } as never),
      "not_reviewed",
      /where to is not shown/,
    ],
    [
      "another module",
      sends({ by: "omkafka", protocol: undefined, protection: "unknown" } as never),
      "not_reviewed",
      /by omkafka/,
    ],
    [
      "another module beside all by TLS",
      sends({ by: "omkafka", protocol: undefined, protection: "unknown" } as never, {}),
      "not_reviewed",
      /by omkafka/,
    ],
    ["nothing", rsyslog({}, undefined), "open", /rsyslog runs and sends nowhere/],
    [
      "nothing that was understood",
      rsyslog({ unclear: ["/etc/rsyslog.conf:7"] }, undefined),
      "not_reviewed",
      /Not all of it was understood \(\/etc\/rsyslog\.conf:7\)/,
    ],
    [
      "nothing, where an agent runs",
      { ...rsyslog({}, undefined), ...pods(agentPod("x", "fluent/fluentd:v1")) },
      "not_reviewed",
      /Fluentd\. Whether/,
    ],
    [
      "nothing, where pods were not seen",
      { ...rsyslog({}, undefined), "api.node-pods": denied },
      "not_reviewed",
      /pods/,
    ],
    [
      "a service that does not run",
      { ...sends({}), "host.services": here([unit("rsyslog.service", "failed", "enabled")]) },
      "open",
      /No log forwarder/,
    ],
    ["a configuration that was not read", { ...sends({}), "host.rsyslog": denied }, "not_reviewed", /for a person/],
    ["no input of the system", rsyslog({ takes: [] }), "not_reviewed", /neither the journal/],
    ["the socket of syslog", { ...rsyslog({ takes: ["syslog"] }), ...journal(true) }, "not_a_finding", /TLS/],
    [
      "the socket of syslog, to which nothing is passed",
      { ...rsyslog({ takes: ["syslog"] }), ...journal(false) },
      "not_reviewed",
      /neither/,
    ],
    [
      "the socket of syslog, by an older run",
      { ...rsyslog({ takes: ["syslog"] }), ...journal(undefined) },
      "not_reviewed",
      /neither/,
    ],
    [
      "the socket of syslog, where journald was not seen",
      { ...rsyslog({ takes: ["syslog"] }), "host.journal": denied },
      "not_reviewed",
      /neither/,
    ],
    ["the journal by HTTPS", upload(), "not_reviewed", /The audit log, .*audit\.log, is not among the inputs/],
    ["the journal by HTTP", upload({ protocol: "http", protection: "none" }), "not_reviewed", /HTTP, not encrypted/],
    ["the journal by HTTPS, trusting all", upload({ protection: "unverified" }), "not_reviewed", /without verifying/],
    ["a protection that is not shown", upload({ protection: "unknown" }), "not_reviewed", /not shown/],
    [
      "the journal by HTTPS, the audit log by a webhook",
      { ...upload(), ...apiServer("--audit-webhook-config-file=/w") },
      "not_a_finding",
      /TLS/,
    ],
    ["another audit log", apiServer("--audit-log-path=/var/log/other.log"), "not_reviewed", /not among the inputs/],
    [
      "an audit log that one reading of the command line names",
      apiServer("--new-flag", `--audit-log-path=${auditLog}`),
      "not_reviewed",
      /writes no audit log/,
    ],
    ["no audit log", apiServer(), "not_reviewed", /writes no audit log/],
    ["an audit log that goes to standard output", apiServer("--audit-log-path=-"), "not_reviewed", /Where -/],
    ["an API server that was not seen", { "process.kube-apiserver": denied }, "not_reviewed", /not seen/],
    [
      "a control plane without an API server",
      { "process.kube-apiserver": nothing },
      "not_reviewed",
      /Whether this node has an API server/,
    ],
  ])("%s", (_, given, status, reason) => {
    const judgement = judged({ ...sends({}), ...onControlPlane, ...given });
    expect([judgement.status, judgement.reason]).toEqual([status, expect.stringMatching(reason)]);
  });

  it("asks for no audit log on a worker, and takes wildcards", () => {
    expect(judged({ ...rsyslog({ files: [] }), ...onWorker }).status).toBe("not_a_finding");
    const patterns = ["/var/log/*/audit/*.log", "/var/log/*.log", "/var/log/kubernetes/audit/audit.lo"];
    const found = patterns.map((pattern) => judged({ ...rsyslog({ files: [pattern] }), ...onControlPlane }).status);
    expect(found).toEqual(["not_a_finding", "not_reviewed", "not_reviewed"]);
  });

  it("finds the audit log where the container's manifest has it on the host", () => {
    const manifest = here([
      {
        ...manifestOf(["kube-apiserver"]),
        mounts: [{ mountPath: "/log", hostPath: "/var/log/kubernetes/audit" }],
      },
    ]);
    const process = here([processOf(["kube-apiserver", "--audit-log-path=/log/audit.log"])]);
    const given = { ...sends({}), "process.kube-apiserver": process };
    expect(judged({ ...given, "manifest.kube-apiserver": manifest }).status).toBe("not_a_finding");
    expect(judged(given).status).toBe("not_reviewed");
  });

  it("shows what is sent, what is read, and that logs of containers are not", () => {
    const { seen } = judged({ ...sends({}, { messages: "some", protection: "none" }), ...onControlPlane });
    const rows = seen.map(({ what, value, source }) => `${what}: ${value} (${source.file ?? ""})`);
    expect(rows).toEqual([
      "rsyslog: unit rsyslog.service: active, enabled ()",
      "rsyslog sends: all messages to logs.example:6514 (TCP, TLS) (/etc/rsyslog.d/10-logs.conf)",
      "rsyslog sends: some messages to logs.example:6514 (TCP, not encrypted) (/etc/rsyslog.d/10-logs.conf)",
      `rsyslog reads: ${auditLog} ()`,
      "not among the inputs: /var/log/pods ()",
    ]);
    const { seen: all } = judged({ ...rsyslog({ files: ["/var/log/pods/*/*/*.log"] }), ...onWorker });
    expect(all.map(({ what }) => what)).not.toContain("not among the inputs");
  });
});
