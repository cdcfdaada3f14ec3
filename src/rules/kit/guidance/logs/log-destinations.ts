import { addressClass } from "../../../../evidence/address-class.ts";
import type { JournalState } from "../../../../evidence/host-state.ts";
import type { LogDestination, LogForwarding } from "../../../../evidence/log-forwarding.ts";
import type { Observed, Source } from "../../../../evidence/observed.ts";
import type { UnitState } from "../../../../evidence/ssh.ts";
import type { Seen } from "../../../../findings/verdict.ts";

/** A service whose configuration is read, and that runs. */
export type Forwarder = {
  readonly product: string;
  readonly configuration: LogForwarding;
  readonly source: Source;
  /** Why not all that the system logs goes to another host by TLS, a sentence each; none: it does. */
  readonly lacks: readonly string[];
};

/** The services whose configurations are read, by their units. */
const configured = {
  "rsyslog.service": { product: "rsyslog", fact: "host.rsyslog" },
  "systemd-journal-upload.service": { product: "systemd-journal-upload", fact: "host.journal-upload" },
} as const;

/** The facts of what services send. */
export const forwardingFacts = ["host.rsyslog", "host.journal-upload", "host.journal"] as const;
type ForwardingFacts = {
  readonly "host.services": Observed<readonly UnitState[]>;
  readonly "host.rsyslog": Observed<LogForwarding>;
  readonly "host.journal-upload": Observed<LogForwarding>;
  readonly "host.journal": Observed<JournalState>;
};

/** The host of `host:port`; an IPv6 address is in brackets there. */
function hostOf(target: string): string {
  if (/^[^[].*:.*:/.test(target)) return target;
  return target.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}

/** The sender itself, by an address or by the name that every host has for itself. */
function staysHere({ target = "" }: LogDestination): boolean {
  const host = hostOf(target).toLowerCase();
  return /^localhost(\.localdomain)?$/.test(host) || ["loopback", "any"].includes(addressClass(host) ?? "");
}

const way = ({ protocol }: LogDestination): string => (protocol ?? "").toUpperCase();

/** What keeps a destination from having everything, safely, and off the node. */
function lackOf(destination: LogDestination): string | undefined {
  const { by, target, protocol, protection, messages, after } = destination;
  if (protocol === undefined) return `It sends by ${by}: where to and how safely is for a person.`;
  if (target === undefined) return `It sends by ${way(destination)}; where to is not shown.`;
  if (staysHere(destination)) return `It sends to ${target}, which is the node itself.`;
  if (protection === "none") return `It sends to ${target} by ${way(destination)}, not encrypted.`;
  if (protection === "unknown") return `Whether the way to ${target} is encrypted is not shown.`;
  if (protection === "unverified") return `It sends to ${target} by TLS without verifying who that is.`;
  if (messages === "some") return `It sends some messages only to ${target}: a filter stands before that.`;
  return after === undefined ? undefined : `${after}, which comes first, may take messages away from ${target}.`;
}

/** A second destination for some of the messages lacks nothing, but whatever else goes off the node must be safe too. */
function lacksOf({ destinations, unclear }: LogForwarding): readonly string[] {
  const lacks = destinations.map(lackOf);
  const isComplete = lacks.includes(undefined);
  const unsafe = destinations.filter((one) => one.protection !== "verified" && !staysHere(one)).map(lackOf);
  const found = isComplete ? unsafe : lacks;
  const nowhere = destinations.length === 0 ? [`Not all of it was understood (${unclear.join(", ")}).`] : [];
  return [...new Set([...found, ...nowhere].flatMap((lack) => lack ?? []))];
}

/** The log of the system reaches it: the journal itself, or what journald passes on. */
const takesSystemLog = ({ takes }: LogForwarding, journal: Observed<JournalState>): boolean =>
  takes.includes("journal") ||
  (takes.includes("syslog") && journal.state === "present" && journal.value.passesToSyslog === true);

/**
 * The forwarders that run and whose configuration was read, the products of those that are proven to send nowhere, and
 * what of the configurations was not seen.
 */
export function forwardersOf(facts: ForwardingFacts): {
  readonly forwarders: readonly Forwarder[];
  readonly idle: readonly string[];
  readonly unseen: readonly Seen[];
} {
  const services = facts["host.services"];
  const running = services.state === "present" ? services.value.filter((unit) => unit.activeState === "active") : [];
  const known = Object.entries(configured).flatMap(([id, { product, fact }]) =>
    running.some((unit) => unit.id === id) ? [{ product, fact: facts[fact] }] : [],
  );
  const read = known.flatMap(({ product, fact }) =>
    fact.state === "present" ? [{ product, configuration: fact.value, source: fact.source }] : [],
  );
  const unseen = known.flatMap(({ fact: { state, source, ...why } }): readonly Seen[] => {
    const value = "reason" in why ? `${why.reason}: ${why.message}` : "not there";
    return state === "present" ? [] : [{ what: `not seen: ${source.request}`, value, source }];
  });
  const isIdle = ({ configuration }: (typeof read)[number]): boolean =>
    configuration.destinations.length === 0 && configuration.unclear.length === 0;
  const silent = "That it takes what the system logs is not seen: neither the journal nor what journald passes on.";
  const forwarders = read
    .filter((one) => !isIdle(one))
    .map((one) => ({
      ...one,
      lacks: [
        ...lacksOf(one.configuration),
        ...(takesSystemLog(one.configuration, facts["host.journal"]) ? [] : [silent]),
      ],
    }));
  return { forwarders, idle: read.filter(isIdle).map(({ product }) => product), unseen };
}

const howSafe = {
  none: "not encrypted",
  unverified: "TLS, not verified",
  verified: "TLS",
  unknown: "not shown",
} as const;

/** What a forwarder is configured to send, as rows. */
export function forwarderRows({ product, configuration, source }: Forwarder): readonly Seen[] {
  const { destinations, files, unclear } = configuration;
  const sends = destinations.map((destination): Seen => {
    const { target = "a target that is not shown", by, protocol, protection, messages, file, line } = destination;
    const how = protocol === undefined ? by : `${way(destination)}, ${howSafe[protection]}`;
    return {
      what: `${product} sends`,
      value: `${messages} messages to ${target} (${how})`,
      source: { ...source, file, line },
    };
  });
  const reads = files.map((file): Seen => ({ what: `${product} reads`, value: file, source }));
  const rest = unclear.map((place): Seen => ({ what: `${product}: not understood`, value: place, source }));
  return [...sends, ...reads, ...rest];
}
