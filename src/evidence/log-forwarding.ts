/** How far what is sent is protected on its way: `unverified` is TLS with anyone who answers. */
export type Protection = "none" | "unverified" | "verified" | "unknown";

/** Somewhere that a service is configured to send logs to. */
export type LogDestination = {
  /** The module or program that sends: `omfwd`, `omkafka`, `systemd-journal-upload`. */
  readonly by: string;
  /** Undefined: not shown, or in a form that is not read. */
  readonly target?: string;
  readonly protocol?: "udp" | "tcp" | "http" | "https";
  readonly protection: Protection;
  /** `some`: a selector, a condition or a rule set of its own stands before it. */
  readonly messages: "all" | "some";
  /** What comes before it and may take messages away: a file with a line. */
  readonly after?: string;
  readonly file: string;
  readonly line: number;
};

/** What a service is configured to send, as far as it is shown: nothing of its credentials, and of no other module's settings. */
export type LogForwarding = {
  readonly destinations: readonly LogDestination[];
  /** Files whose lines are among what is sent, with wildcards. */
  readonly files: readonly string[];
  /** By which ways it takes the log of the system: the journal itself, or what journald passes on to syslog. */
  readonly takes: readonly ("journal" | "syslog")[];
  /** What was not understood or not followed, as files with lines: what it does is not known. */
  readonly unclear: readonly string[];
};
