import type { LogDestination, LogForwarding, Protection } from "../../evidence/log-forwarding.ts";
import { defaultDriver, modulesOf, waysIn } from "./rsyslog-modules.ts";
import type { PlacedStatement } from "./rsyslog-statements.ts";

// They keep what they are given on the node, or change it.
const sendsNowhere = /^(builtin:)?(omfile|omusrmsg|ompipe|omjournal|omstdout|mm[a-z0-9]+)$/;
const tlsDrivers = ["gtls", "ossl", "mbedtls"];

const placeOf = ({ file, line }: PlacedStatement): string => `${file}:${line}`;

/** Settings of the old form that matter here: each counts for the actions after it. */
const legacyNames = ["actionsendstreamdriver", "actionsendstreamdrivermode", "actionsendstreamdriverauthmode"] as const;
type LegacyName = (typeof legacyNames)[number];
type Legacy = Readonly<Partial<Record<LegacyName, string>>>;

/** All that statements say so far. */
type Reading = {
  readonly legacy: Legacy;
  /** The file of $InputFileName, until $InputRunFileMonitor makes an input of it. */
  readonly file?: string;
  readonly isBound?: true;
  /** The first place that may take messages away from what comes after it. */
  readonly after?: string;
  readonly destinations: readonly LogDestination[];
  readonly files: readonly string[];
  readonly unclear: readonly string[];
};

type Stream = {
  readonly driver: string | undefined;
  readonly mode: string | undefined;
  readonly auth: string | undefined;
};

const isTls = (driver = "ptcp"): boolean => tlsDrivers.includes(driver.toLowerCase());

/** TLS takes a driver that speaks it and mode 1; whom it trusts says the authentication mode. */
function protectionOf({ driver, mode, auth = "" }: Stream): Protection {
  if (!isTls(driver) || mode !== "1") return "none";
  return /^x509\/(name|certvalid|fingerprint)$/i.test(auth) ? "verified" : "unverified";
}

const withPort = (target: string, port: string | undefined): string =>
  port === undefined ? target : `${target.includes(":") ? `[${target}]` : target}:${port}`;

/** Whatever an action is bound to by `action.exec...`, it does not get every message. */
const isOccasional = (parameters: ReadonlyMap<string, string>): boolean =>
  [...parameters.keys()].some((name) => name.startsWith("action.exec"));

type ObjectStatement = Extract<PlacedStatement, { readonly kind: "object" }>;

function fromAction(statement: ObjectStatement, reading: Reading, driver: string | undefined): Reading {
  const { parameters, messages, file, line } = statement;
  const by = parameters.get("type")?.toLowerCase();
  if (by === undefined) return { ...reading, unclear: [...reading.unclear, placeOf(statement)] };
  if (sendsNowhere.test(by)) return reading;
  const base = {
    by,
    messages: isOccasional(parameters) ? "some" : messages,
    ...(reading.after === undefined ? {} : { after: reading.after }),
    file,
    line,
  } as const;
  const add = (more: Pick<LogDestination, "protection" | "protocol" | "target">): Reading => ({
    ...reading,
    destinations: [...reading.destinations, { ...base, ...more }],
  });
  if (by !== "omfwd" && by !== "builtin:omfwd") return add({ protection: "unknown" });
  const protocol = parameters.get("protocol")?.toLowerCase() === "tcp" ? "tcp" : "udp";
  const name = parameters.get("streamdriver") ?? parameters.get("streamdrivername") ?? driver;
  const stream = {
    driver: name,
    mode: parameters.get("streamdrivermode"),
    auth: parameters.get("streamdriverauthmode"),
  };
  const target = parameters.get("target");
  return add({
    protocol,
    protection: protocol === "tcp" ? protectionOf(stream) : "none",
    ...(target === undefined ? {} : { target: withPort(target, parameters.get("port")) }),
  });
}

function fromLine(
  { to, messages, file, line }: Extract<PlacedStatement, { readonly kind: "send" }>,
  { legacy, after }: Reading,
  driver: string | undefined,
): LogDestination {
  const isTcp = to.startsWith("@@");
  const stream = {
    // Newer releases take no driver of an action of the old form, older ones take it before the default.
    driver: isTls(legacy["actionsendstreamdriver"] ?? driver) ? driver : undefined,
    mode: legacy["actionsendstreamdrivermode"],
    auth: legacy["actionsendstreamdriverauthmode"],
  };
  return {
    by: "omfwd",
    target: to.replace(/^@+/, ""),
    protocol: isTcp ? "tcp" : "udp",
    protection: isTcp ? protectionOf(stream) : "none",
    messages,
    ...(after === undefined ? {} : { after }),
    file,
    line,
  };
}

type DirectiveStatement = Extract<PlacedStatement, { readonly kind: "directive" }>;

function fromDirective(statement: DirectiveStatement, reading: Reading): Reading {
  const { name, value } = statement;
  const { file, isBound, ...rest } = reading;
  const after = reading.after ?? placeOf(statement);
  switch (name) {
    case "inputfilename":
      return { ...reading, file: value };
    case "inputfilebindruleset":
      return { ...reading, isBound: true };
    case "inputrunfilemonitor":
      return file === undefined || isBound ? rest : { ...rest, files: [...rest.files, file] };
    case "resetconfigvariables":
      return { ...reading, legacy: {} };
    // What comes after it is of another rule set, or is done now and then.
    case "ruleset":
    case "defaultruleset":
      return { ...reading, after };
    default: {
      if (name.startsWith("actionexec")) return { ...reading, after };
      const known = legacyNames.find((one) => one === name);
      return known === undefined ? reading : { ...reading, legacy: { ...reading.legacy, [known]: value } };
    }
  }
}

function fromObject(statement: ObjectStatement, reading: Reading, driver: string | undefined): Reading {
  const { name, parameters } = statement;
  if (name === "action") return fromAction(statement, reading, driver);
  if (name === "include") return { ...reading, unclear: [...reading.unclear, placeOf(statement)] };
  const file = parameters.get("file");
  const isRead = name === "input" && parameters.get("type") === "imfile" && !parameters.has("ruleset");
  return isRead && file !== undefined ? { ...reading, files: [...reading.files, file] } : reading;
}

function read(reading: Reading, statement: PlacedStatement, driver: string | undefined): Reading {
  const after = reading.after ?? placeOf(statement);
  switch (statement.kind) {
    case "object":
      return fromObject(statement, reading, driver);
    case "send":
      return { ...reading, destinations: [...reading.destinations, fromLine(statement, reading, driver)] };
    case "directive":
      return fromDirective(statement, reading);
    case "other action":
      return { ...reading, unclear: [...reading.unclear, placeOf(statement)] };
    case "drops":
      return { ...reading, after };
    case "unclear":
    case "garbled":
      return { ...reading, after, unclear: [...reading.unclear, placeOf(statement)] };
  }
}

/** The statements before the first that may be text: only these add something that is believed. */
function certain(statements: readonly PlacedStatement[]): readonly PlacedStatement[] {
  const end = statements.findIndex(({ kind }) => kind === "garbled");
  return end < 0 ? statements : statements.slice(0, end);
}

/** What rsyslog does by statements in their order, those of included files in the place of what includes them. */
export function rsyslogForwarding(statements: readonly PlacedStatement[]): LogForwarding {
  const sure = certain(statements);
  const driver = defaultDriver(statements) === defaultDriver(sure) ? defaultDriver(sure) : undefined;
  const start: Reading = { legacy: {}, destinations: [], files: [], unclear: [] };
  const readAll = (all: readonly PlacedStatement[]): Reading =>
    all.reduce((reading, statement) => read(reading, statement, driver), start);
  const { destinations, unclear } = readAll(statements);
  return {
    destinations,
    files: modulesOf(sure).has("imfile") ? readAll(sure).files : [],
    takes: waysIn(sure),
    unclear,
  };
}
