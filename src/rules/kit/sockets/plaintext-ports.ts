import { type Flags, parseInteger } from "../../../evidence/go-flags.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../define-rule.ts";
import { judgeCommandLine } from "../command-line/command-line.ts";
import { type ControlPlaneComponent, judgeRunning } from "../command-line/component-flag.ts";
import { judgeSockets, portsOf, type SocketKind, socketRows } from "./component-sockets.ts";

/** The flag of a port, and the port where nobody sets it. */
type PortFlag = { readonly flag: string; readonly usual: number };
type Ports = { readonly secure: PortFlag; readonly plaintext: PortFlag };

// The plaintext ports are gone since 1.24: by then no flag opens them, and there is no socket.
const usualPorts: Readonly<Record<ControlPlaneComponent, Ports>> = {
  "kube-apiserver": {
    secure: { flag: "secure-port", usual: 6443 },
    plaintext: { flag: "insecure-port", usual: 8080 },
  },
  "kube-controller-manager": {
    secure: { flag: "secure-port", usual: 10_257 },
    plaintext: { flag: "port", usual: 10_252 },
  },
  "kube-scheduler": { secure: { flag: "secure-port", usual: 10_259 }, plaintext: { flag: "port", usual: 10_251 } },
};

const portBy = (flags: Flags, { flag, usual }: PortFlag): number => {
  const text = flags.text(flag);
  return text === undefined ? usual : parseInteger(text);
};

const kindBy =
  (flags: Flags, { secure, plaintext }: Ports) =>
  ({ port }: Listener): SocketKind => {
    if (port === portBy(flags, secure)) return "expected";
    return [plaintext.usual, portBy(flags, plaintext)].includes(port) ? "plaintext" : "not known";
  };

/** A component without a socket: its ports are off, or another program holds them (K3s, MicroK8s). */
const withoutSocket = (component: ControlPlaneComponent, flags: Flags): Verdict =>
  portBy(flags, usualPorts[component].secure) === 0
    ? notApplicable(`${component} has its secure port off, and no socket of it was seen.`)
    : notReviewed(`No listening socket of ${component} was seen.`);

/** The condition that every socket of a component is at its secure port. A flag that opens none cannot fail it. */
export function listensWithTlsOnly(component: ControlPlaneComponent): Condition {
  const ports = usualPorts[component];
  const line = { component, flags: [ports.secure.flag, ports.plaintext.flag] };
  return saying(
    `no socket of ${component} but at its secure port`,
    condition([`process.${component}`, "host.listeners"] as const, (facts) =>
      judgeRunning(component, facts[`process.${component}`], (call) =>
        judgeCommandLine(
          line,
          (flags) =>
            judgeSockets(component, facts["host.listeners"], kindBy(flags, ports)) ?? withoutSocket(component, flags),
          call,
        ),
      ),
    ),
  );
}

const plaintextPorts = Object.values(usualPorts).map(({ plaintext }) => plaintext.usual);

/** The condition that nobody else is at the usual plaintext ports: it may be a component under another name. */
export const plaintextPortsFree: Condition = saying(
  `nothing at ${plaintextPorts.join(", ")}`,
  condition(["host.listeners"] as const, ({ "host.listeners": listeners }) => {
    const found = entriesSeen(listeners).filter(
      ({ protocol, port, component }) => protocol === "tcp" && component === undefined && plaintextPorts.includes(port),
    );
    return found.length === 0
      ? notApplicable("No other program is at a plaintext port of the control plane.")
      : notReviewed(
          `Whether ${portsOf(found)} is a port of the control plane is for a person: no component by its name holds it.`,
          socketRows(found, listeners),
        );
  }),
);
