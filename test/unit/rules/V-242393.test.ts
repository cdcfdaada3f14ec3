import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { Listener } from "../../../src/evidence/listeners.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { generatedSshUnits, type SshDaemons, type UnitState } from "../../../src/evidence/ssh.ts";
import { rule } from "../../../src/rules/stig/V-242393-worker-ssh-service-running.ts";
import {
  apiNode,
  controlPlane,
  decided,
  denied,
  type FactsGiven,
  facts,
  here,
  nothing,
  sshAttempt,
  sshDaemon,
  sshUnits,
  unit,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

const on = (given: FactsGiven): FactsGiven => ({ "node.role": here(worker), ...given });
const banner = "SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13";
const silent: SshDaemons = { units: sshUnits(), processes: [] };
const shown = (given: Partial<SshDaemons>): FactsGiven =>
  on({ "ssh.transport": nothing, "host.sshd": here({ ...silent, ...given }), "host.listeners": here([]) });
const listening = (...listeners: readonly Listener[]) => ({ ...shown({}), "host.listeners": here(listeners) });
const on22 = { protocol: "tcp", address: "0.0.0.0", port: 22 } as const;
const units = (...given: readonly UnitState[]) => shown({ units: sshUnits(...given) });
const daemon = (more: Partial<HostProcess> = {}) => shown({ processes: [sshDaemon(more)] });
const refused = (more: Parameters<typeof sshAttempt>[1] = {}, api = apiNode()): FactsGiven =>
  on({ "ssh.transport": sshAttempt("refused", more), "node.api": api });
const ended = (...given: Parameters<typeof sshAttempt>): FactsGiven =>
  on({ "ssh.transport": sshAttempt(...given), "node.api": apiNode() });

const tolerant = decided({ sshUnreachableIsNotAFinding: true });
/** A timeout, at a site that takes it for the text's "cannot be reached". */
const timedOut = (more: Parameters<typeof sshAttempt>[1] = {}, api = apiNode()): FactsGiven =>
  on({ "ssh.transport": sshAttempt("timed-out", more), "node.api": api, ...tolerant });

ruleCases(rule, [
  ["the audit came in, and was cut off", ended("truncated", { stage: "ready" }), "open"],
  ["another host key, no banner kept", ended("host-key-changed", { stage: "host-key" }), "open"],
  ["authentication failed, no banner kept", ended("auth-failed", { stage: "authentication" }), "open"],
  ["the audit came in, cut off at once", ended("connected", { stage: "banner" }), "open"],
  ...sshUnits().map(({ id }): RuleCase => {
    const without = shown({ units: sshUnits().filter((one) => one.id !== id) });
    const isGenerated = generatedSshUnits.some((name) => name === id);
    return [
      `systemd was not asked about ${id}`,
      without,
      isGenerated ? "not_a_finding" : "not_reviewed",
      "not_reviewed",
    ];
  }),
  ...generatedSshUnits.map((id): RuleCase => {
    const made = units(unit(id, "active", "generated"));
    return [`systemd itself made ${id}`, made, "not_a_finding", "not_reviewed"];
  }),
  [
    "such a socket that is masked",
    units({ ...unit("sshd-vsock.socket", "inactive", "masked"), loadState: "masked" }),
    "not_a_finding",
  ],
  ["from the console: xinetd has port 22", listening({ ...on22, program: "xinetd" }), "not_reviewed"],
  [
    "from the console: tinysshd has another port",
    listening({ ...on22, port: 2222, program: "tinysshd" }),
    "not_reviewed",
  ],
  ["running, and it listens", { ...daemon(), "host.listeners": here([{ ...on22, program: "sshd" }]) }, "open"],
  ["the audit came in", ended("connected", { stage: "ready", banner }), "open"],
  [
    "the audit came in, whatever systemctl says",
    { ...ended("connected", { stage: "ready", banner }), "host.sshd": here(silent) },
    "open",
  ],
  ["the audit came in, nothing was read", { ...ended("connected", { stage: "ready" }), "host.sshd": denied }, "open"],
  ["authentication failed", ended("auth-failed", { stage: "authentication", banner }), "open"],
  ["another host key", ended("host-key-changed", { stage: "host-key", banner }), "open"],
  ["an unknown host key", ended("host-key-unknown", { stage: "host-key", banner }), "open"],
  ["sudo refused", ended("sudo-refused", { stage: "exec", banner }), "open"],
  ["cut off while reading", ended("truncated", { stage: "exec" }), "open"],
  ["no common algorithm", ended("unsupported", { stage: "handshake", banner }), "open"],
  ["banner, then closed (MaxStartups)", ended("unreachable", { stage: "banner", banner }), "open"],
  ["another SSH server", ended("timed-out", { stage: "handshake", banner: "SSH-2.0-dropbear_2022.83" }), "open"],
  [
    "something that is no SSH server",
    ended("unsupported", { stage: "banner", banner: "HTTP/1.1 400 Bad Request" }),
    "not_reviewed",
  ],
  ["open port, no banner", ended("timed-out", { stage: "banner" }), "not_reviewed"],
  ["timed out", ended("timed-out"), "not_reviewed"],
  ["unreachable", ended("unreachable"), "not_reviewed"],
  [
    "forwarding prohibited by the jump host",
    ended("refused", { viaJump: true, message: "administratively prohibited: open failed" }),
    "not_reviewed",
  ],
  ["refused by the node", refused(), "not_a_finding", "not_reviewed"],
  ["refused, address from elsewhere", refused({ address: "10.0.0.99" }), "not_reviewed"],
  ["refused, address only the host name's", refused({ address: "n1" }), "not_reviewed"],
  ["refused, node not Ready", refused({}, apiNode({ ready: false })), "not_reviewed"],
  ["refused, node unknown to the API", refused({}, nothing), "not_reviewed"],
  ["refused, API unreachable", refused({}, denied), "not_reviewed"],
  ["refused on another port than 22", refused({ port: 2222 }), "not_reviewed"],
  [
    "refused by the jump host",
    refused({ viaJump: true, message: "connect ECONNREFUSED 192.0.2.1:22" }),
    "not_reviewed",
  ],
  [
    "refused by the node, as the jump host tells this client",
    refused({ viaJump: true, message: "the jump host says: Connection refused" }),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "the jump host does not let the audit in",
    ended("auth-failed", { viaJump: true, message: "the jump host 192.0.2.1:22 failed: no key" }),
    "not_reviewed",
  ],
  [
    "refused by the node, as the jump host says",
    refused({ viaJump: true, message: "channel 0: open failed: connect failed: Connection refused" }),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "refused, but the console shows a daemon",
    { ...refused(), "host.sshd": here({ ...silent, processes: [sshDaemon()] }) },
    "open",
  ],
  [
    "refused, and the console shows nothing",
    { ...refused(), "host.sshd": here(silent), "host.listeners": here([]) },
    "not_a_finding",
  ],
  ["from the console: sockets unread", { ...shown({}), "host.listeners": denied }, "not_reviewed"],
  ["from the console: port 22 is systemd's", listening({ ...on22, program: "systemd" }), "not_reviewed"],
  ["from the console: port 22 is nobody's", listening(on22), "not_reviewed"],
  [
    "from the console: port 22 is gitea's, which has an SSH server of its own",
    listening({ ...on22, program: "gitea" }),
    "not_reviewed",
  ],
  ["from the console: sshd on another port", listening({ ...on22, port: 2222, program: "sshd" }), "not_reviewed"],
  ["from the console: only UDP", listening({ ...on22, protocol: "udp" }), "not_a_finding"],
  ["from the console: nothing installed", shown({}), "not_a_finding"],
  ["from the console: installed, inactive", units(unit("sshd.service", "inactive", "disabled")), "not_a_finding"],
  ["from the console: failed", units(unit("sshd.service", "failed", "enabled")), "not_a_finding"],
  ["from the console: active", units(unit("sshd.service", "active", "enabled")), "open"],
  ["from the console: Debian's name", units(unit("ssh.service", "active", "enabled")), "open"],
  ["from the console: reloading", units(unit("ssh.service", "reloading", "enabled")), "open"],
  [
    "socket activation: service inactive",
    units(unit("ssh.service", "inactive", "disabled"), unit("ssh.socket", "active", "enabled")),
    "open",
  ],
  ["dropbear", units(unit("dropbear.service", "active", "enabled")), "open"],
  ["a unit without a state", units(unit("sshd.service", "", "disabled")), "not_reviewed"],
  ["a unit that nobody asked about", shown({ units: sshUnits().slice(0, 2) }), "not_reviewed"],
  ["no unit, but a daemon", daemon(), "open"],
  [
    "a daemon of a session",
    daemon({ comm: "sshd-session", cgroup: "/user.slice/user-0.slice/session-1.scope" }),
    "open",
  ],
  [
    "a container's own daemon",
    daemon({ hostNetwork: false, cgroup: "/kubepods/besteffort/pod1/abc" }),
    "not_a_finding",
  ],
  [
    "a Docker container's own daemon",
    daemon({ hostNetwork: false, cgroup: "/system.slice/docker-abc.scope" }),
    "not_a_finding",
  ],
  ["a container's daemon on the node's network", daemon({ cgroup: "/kubepods/pod1/abc" }), "not_reviewed"],
  ["a daemon in a network namespace of a service", daemon({ hostNetwork: false }), "not_reviewed"],
  ["nothing tried, nothing read", on({ "ssh.transport": nothing, "host.sshd": denied }), "not_reviewed"],
  ["nothing tried, no systemd", on({ "ssh.transport": nothing, "host.sshd": nothing }), "not_reviewed"],
  ["a control-plane node", { ...ended("connected"), "node.role": here(controlPlane) }, "not_applicable"],
  ["tolerant site: timed out, node Ready", timedOut(), "not_a_finding", "not_reviewed"],
  ["tolerant site: node not Ready", timedOut({}, apiNode({ ready: false })), "not_reviewed"],
  ["tolerant site: node unknown to the API", timedOut({}, nothing), "not_reviewed"],
  ["tolerant site: API unreachable", timedOut({}, denied), "not_reviewed"],
  ["tolerant site: another port than 22", timedOut({ port: 2222 }), "not_reviewed"],
  ["tolerant site: address from elsewhere", timedOut({ address: "10.0.0.99" }), "not_reviewed"],
  ["tolerant site: name not resolved in time", timedOut({ stage: "dns" }), "not_reviewed"],
  ["tolerant site: the port is open and silent", timedOut({ stage: "banner" }), "not_reviewed"],
  ["tolerant site: SSH, then silence", timedOut({ stage: "handshake", banner }), "open"],
  [
    "tolerant site: the jump host itself timed out",
    timedOut({ viaJump: true, message: "the jump host 192.0.2.1:22 failed: the connection timed out" }),
    "not_reviewed",
  ],
  [
    "tolerant site: the jump host does not answer",
    timedOut({ viaJump: true, message: "the jump host did not reach the host: no answer within 10 s" }),
    "not_reviewed",
  ],
  [
    "tolerant site: the node timed out, as the jump host says",
    timedOut({ viaJump: true, message: "the jump host says: Connection timed out" }),
    "not_a_finding",
    "not_reviewed",
  ],
  ["tolerant site: no route", { ...ended("unreachable"), ...tolerant }, "not_reviewed"],
  ["tolerant site: interrupted", { ...ended("interrupted"), ...tolerant }, "not_reviewed"],
  ["tolerant site: the audit came in", { ...ended("connected", { stage: "ready", banner }), ...tolerant }, "open"],
  ["tolerant site: nothing tried, nothing read", on({ "host.sshd": denied, ...tolerant }), "not_reviewed"],
  [
    "tolerant site: timed out, but the console shows a daemon",
    { ...timedOut(), "host.sshd": here({ ...silent, processes: [sshDaemon()] }) },
    "open",
  ],
]);

describe("a timeout that the site counts as the Note's", () => {
  it("is marked as its decision; a refusal is the node's own", () => {
    const reason = (given: FactsGiven) => judgeNode(rule, facts(given)).literal.reason;
    expect(reason(timedOut())).toContain("This follows a decision of the site (sshUnreachableIsNotAFinding: true).");
    expect(reason({ ...refused(), ...tolerant })).not.toContain("decision");
  });
});
