import type { Listener } from "../../../evidence/listeners.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { ComponentName } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";

/** A socket, or an endpoint of a Service: `10.0.0.1:6443/tcp`, `[::1]:2379/tcp`. */
export const showSocket = ({
  protocol,
  address,
  port,
}: Pick<Listener, "address" | "port"> & { readonly protocol: string }): string =>
  `${address.includes(":") ? `[${address}]` : address}:${port}/${protocol}`;

/** What a socket of a component turns out to be. `expected`: with TLS, or plain where that is allowed. */
export type SocketKind = "expected" | "plaintext" | "not known";

/** The sockets that a component holds. */
export const socketsOf = (component: ComponentName, listeners: Observed<readonly Listener[]>): readonly Listener[] =>
  entriesSeen(listeners).filter((listener) => listener.component === component);

/** The ports of sockets as one clause. */
export const portsOf = (found: readonly Listener[]): string =>
  [...new Set(found.map(({ port, protocol }) => `${port}/${protocol}`))].join(", ");

/** Sockets as rows, by who holds them. */
export const socketRows = (found: readonly Listener[], { source }: Observed<unknown>): readonly Seen[] =>
  found.map((listener) => ({
    what: `listening socket of ${listener.component ?? listener.program ?? "nobody that was seen"}`,
    value: showSocket(listener),
    source,
  }));

/** The sockets of one component, each of a kind: plaintext is a finding, what its settings do not name is for a person. */
export function judgeSockets(
  component: ComponentName,
  listeners: Observed<readonly Listener[]>,
  kindOf: (listener: Listener) => SocketKind,
): Verdict | undefined {
  const own = socketsOf(component, listeners);
  if (own.length === 0) return undefined;
  const seen = socketRows(own, listeners);
  const ofKind = (kind: SocketKind) => own.filter((listener) => kindOf(listener) === kind);
  const [plaintext, unknown] = [ofKind("plaintext"), ofKind("not known")];
  if (plaintext.length > 0) return open(`${component} listens without TLS: ${portsOf(plaintext)}.`, seen);
  return unknown.length > 0
    ? notReviewed(`${component} listens where nothing that it is told says: ${portsOf(unknown)}.`, seen)
    : notAFinding(`${component} listens where it should: ${portsOf(own)}.`, seen);
}
