import { generatedSshUnits } from "../../../src/evidence/ssh.ts";
import { rule } from "../../../src/rules/stig/V-242394-worker-ssh-service-enabled.ts";
import {
  apiNode,
  controlPlane,
  decided,
  denied,
  type FactsGiven,
  here,
  nothing,
  sshAttempt,
  sshDaemon,
  sshUnits,
  unit,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

const banner = "SSH-2.0-OpenSSH_9.6p1";
const connected = { "node.role": here(worker), "ssh.transport": sshAttempt("connected", { stage: "ready", banner }) };
const read = (units: ReturnType<typeof sshUnits>, processes = [sshDaemon()]): FactsGiven => ({
  ...connected,
  "host.sshd": here({ units, processes }),
  "host.listeners": here([]),
});
const on22 = (program: string): FactsGiven => ({
  "host.listeners": here([{ protocol: "tcp", address: "0.0.0.0", port: 22, program }]),
});
const state = (unitFileState: string, wantedBy: readonly string[] = []): FactsGiven =>
  read(sshUnits(unit("sshd.service", "active", unitFileState, wantedBy)));
const { wantedBy: _, ...unasked } = unit("sshd.service", "active", "disabled");
const ended = (...given: Parameters<typeof sshAttempt>): FactsGiven => ({
  "node.role": here(worker),
  "ssh.transport": sshAttempt(...given),
  "node.api": apiNode(),
});

const tolerant = decided({ sshUnreachableIsNotAFinding: true });

ruleCases(rule, [
  ["enabled", state("enabled"), "open"],
  ["enabled until the next boot", state("enabled-runtime"), "open"],
  ["linked", state("linked"), "open"],
  ["linked until the next boot", state("linked-runtime"), "open"],
  ["alias, as Debian says of sshd.service", state("alias"), "open"],
  ["generated", state("generated"), "open"],
  ["disabled, started by hand", state("disabled"), "not_a_finding"],
  ["static", state("static"), "not_a_finding"],
  ["disabled, but a vendor's link below /usr starts it (Flatcar)", state("disabled", ["sockets.target"]), "open"],
  ["static, but wanted at boot", state("static", ["multi-user.target"]), "open"],
  ["indirect, but wanted by what may start", state("indirect", ["other.service"]), "not_reviewed"],
  ["disabled, wanted by a target that no boot reaches", state("disabled", ["rescue-ssh.target"]), "not_reviewed"],
  ["masked, which nothing starts", state("masked", ["multi-user.target"]), "not_a_finding"],
  ["disabled, by a reader that does not ask what wants it", read(sshUnits(unasked)), "not_reviewed"],
  ["enabled, by such a reader", read(sshUnits({ ...unasked, unitFileState: "enabled" })), "open"],
  ["indirect", state("indirect"), "not_a_finding"],
  ["masked", state("masked"), "not_a_finding"],
  ["masked until the next boot", state("masked-runtime"), "not_a_finding"],
  ["a word that says neither", state("transient"), "not_reviewed"],
  ["no word", state(""), "not_reviewed"],
  ["stopped, but enabled", read(sshUnits(unit("sshd.service", "inactive", "enabled")), []), "open"],
  [
    "Ubuntu: service disabled, socket enabled",
    read(sshUnits(unit("ssh.service", "active", "disabled"), unit("ssh.socket", "active", "enabled"))),
    "open",
  ],
  ["dropbear", read(sshUnits(unit("dropbear.service", "active", "enabled"))), "open"],
  ["nothing installed, nothing runs", read(sshUnits(), []), "not_a_finding"],
  ...generatedSshUnits.map((id): RuleCase => {
    const made = read(sshUnits(unit(id, "active", "generated")), []);
    return [`systemd itself makes ${id}`, made, "not_a_finding", "not_reviewed"];
  }),
  [
    "a daemon runs that no unit explains, beside what systemd makes itself",
    read(sshUnits(unit("sshd-unix-local.socket", "active", "generated"))),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "a socket unit of another name has port 22",
    { ...read(sshUnits(), []), ...on22("systemd") },
    "not_a_finding",
    "not_reviewed",
  ],
  ["sockets were not seen", { ...read(sshUnits(), []), "host.listeners": denied }, "not_a_finding", "not_reviewed"],
  ["nothing enabled or active, yet a daemon runs", read(sshUnits()), "not_a_finding", "not_reviewed"],
  [
    "nothing enabled, a container's daemon",
    read(sshUnits(), [sshDaemon({ hostNetwork: false, cgroup: "/kubepods/pod1/a" })]),
    "not_a_finding",
  ],
  ["a unit that nobody asked about", read(sshUnits().slice(1), []), "not_reviewed"],
  ["systemd does not answer", { ...connected, "host.sshd": denied }, "not_reviewed"],
  ["authentication failed", ended("auth-failed", { stage: "authentication", banner }), "not_reviewed"],
  ["another host key", ended("host-key-changed", { stage: "host-key", banner }), "not_reviewed"],
  ["timed out", ended("timed-out"), "not_reviewed"],
  ["refused by the node", ended("refused"), "not_a_finding", "not_reviewed"],
  ["refused on another port", ended("refused", { port: 2222 }), "not_reviewed"],
  ["refused, node not Ready", { ...ended("refused"), "node.api": apiNode({ ready: false }) }, "not_reviewed"],
  ["from the console", { ...read(sshUnits(), []), "ssh.transport": nothing }, "not_a_finding"],
  [
    "tolerant site: timed out, node Ready, which says nothing of boot",
    { ...ended("timed-out"), ...tolerant },
    "not_reviewed",
  ],
  [
    "tolerant site: timed out, node not Ready",
    { ...ended("timed-out"), ...tolerant, "node.api": apiNode({ ready: false }) },
    "not_reviewed",
  ],
  ["tolerant site: no route", { ...ended("unreachable"), ...tolerant }, "not_reviewed"],
  ["tolerant site: enabled", { ...state("enabled"), ...tolerant }, "open"],
  ["a control-plane node", { ...state("enabled"), "node.role": here(controlPlane) }, "not_applicable"],
]);
