/**
 * What can be asked of a node. `stat` and `list` give modes and owners, `read` a file's text (secrets removed on the
 * node), `processes` the Kubernetes and SSH daemons from /proc, `sockets` which programs listen on which ports, `filters`
 * what filters packets to the node, `unit` what systemd says of the units named, `keys` which files below a directory hold a private key, `kubectl` every kubectl
 * and what it says its version is, `labels` how AppArmor or SELinux confines what runs in containers, `forwarding` where a
 * configuration of rsyslog or systemd-journal-upload sends logs and which files it reads, and nothing else of it,
 * `certificates` the certificates of a file that may hold a key too, `kubeconfig` what a kubeconfig is made of, without what is
 * secret in it, `credentials` which files with credentials of people and clouds are where they usually are.
 */
export const verbs = [
  "stat",
  "list",
  "read",
  "processes",
  "sockets",
  "filters",
  "unit",
  "kubectl",
  "keys",
  "labels",
  "forwarding",
  "certificates",
  "kubeconfig",
  "credentials",
] as const;
export type Verb = (typeof verbs)[number];

/** One read-only question. The argument is data (a path, unit names), never shell text; it holds no line break. */
export type Request = { readonly verb: Verb; readonly argument: string };

/** Why a node, or one request to it, gave no answer. */
export type FailureCause =
  | "unreachable"
  | "refused"
  | "host-key-unknown"
  | "host-key-changed"
  | "auth-failed"
  | "sudo-refused"
  | "timed-out"
  | "truncated"
  | "permission-denied"
  | "withheld"
  | "unparseable"
  | "unsupported"
  | "interrupted"
  | "not-collected";

/** `absent` is proof that the thing asked for does not exist; everything short of proof is `failed`. */
export type Answer =
  | { readonly state: "answered"; readonly payload: Buffer }
  | { readonly state: "absent" }
  | { readonly state: "failed"; readonly cause: FailureCause; readonly message: string };

/** No answer, and why. */
export type Failed = Extract<Answer, { readonly state: "failed" }>;

/** The port: nothing but the implementations behind it knows SSH. `ask` never rejects, and answers after a lost connection too. */
export interface HostSession {
  ask(request: Request): Promise<Answer>;
  /** Why the session ended by itself, the questions after that unanswered; undefined where it did not. */
  failure(): Failed | undefined;
  close(): void;
}

/** How far an attempt to reach a host came. */
export type TransportStage = "dns" | "tcp" | "banner" | "handshake" | "host-key" | "authentication" | "exec" | "ready";

/** What client and server agreed on, by the names of RFC 4253 and its like. `mac` is `implicit` where the cipher has its own. */
export type NegotiatedAlgorithms = {
  readonly kex: string;
  readonly hostKey: string;
  readonly cipher: string;
  readonly mac: string;
};

/** Why a host key was believed: known_hosts has it, an authority there has signed it, or nobody knew it and that was allowed. */
export type HostKeyTrust = "known" | "certificate" | "accepted-new";

/** How the attempt ended: evidence of its own, for V-242393 and V-242394 judge sshd on workers by it. */
export type Transport = {
  readonly address: string;
  readonly port: number;
  readonly stage: TransportStage;
  readonly outcome: "connected" | FailureCause;
  readonly message: string;
  /** The server's identification string (RFC 4253 section 4.2), where one came. */
  readonly banner?: string;
  /** SHA-256 fingerprint of the host key offered, as OpenSSH prints it. */
  readonly hostKey?: string;
  readonly hostKeyTrust?: HostKeyTrust;
  readonly algorithms?: NegotiatedAlgorithms;
  /** Who spoke SSH here. */
  readonly client: "ssh2" | "openssh";
  /** True when a jump host stood between. */
  readonly viaJump: boolean;
};

/** What came of connecting: a session to ask, or none; how it went, either way. */
export type Connection = {
  readonly session?: HostSession;
  /** As whom the reader runs there. */
  readonly uid?: number;
  readonly transport: Transport;
};

/** Where a node's answers come from that were taken at its console: nobody connected. */
export type ConsoleOrigin = {
  /** Name of the sweep file, without its folder. */
  readonly file: string;
  readonly sha256: string;
  /** When the sweep was taken, by the node's own clock. */
  readonly takenAt: string;
};

/** A session over answers that were taken at the node's console. */
export type ConsoleSession = { readonly session: HostSession; readonly console: ConsoleOrigin };

/** The deadlines of one host, in milliseconds. */
export type Deadlines = {
  readonly connect: number;
  readonly authentication: number;
  readonly request: number;
  readonly host: number;
};

/** The request as one line, as recordings key it and reports show it. */
export const describeRequest = (request: Request): string =>
  request.argument === "" ? request.verb : `${request.verb} ${request.argument}`;

/**
 * What the API server answered: its JSON, or why there is none. `status` is HTTP's, where an answer came that is none, and
 * `reason` Kubernetes' word for it (`Forbidden`), which who answers through the API server mostly does not know.
 */
export type ApiAnswer =
  | { readonly state: "answered"; readonly body: unknown }
  | {
      readonly state: "failed";
      readonly cause: FailureCause;
      readonly message: string;
      readonly status?: number;
      readonly reason?: string;
    };

/** Whole objects, or of each object of a list its metadata only (PartialObjectMetadataList). */
export type AnswerForm = "objects" | "metadata";

/** How something is asked for, and read. */
export type ApiQuestion = {
  readonly form?: AnswerForm;
  /**
   * Milliseconds, where others than the API server answer, who may hang or say anything: asked once, with the credentials
   * that are at hand, and waited for no longer.
   */
  readonly onceWithin?: number;
  /** What is put in the place of each item as soon as it came: a page of whole objects is large. It must not throw. */
  readonly keep?: (item: unknown) => unknown;
};

/** Through which host of the inventory an API server is reached, and which file of that host says how. */
export type ApiWay = { readonly host: string; readonly kubeconfigOnNode?: string };

/** The port to the API server: GET requests only. `get` never rejects. */
export interface ApiSession {
  /** The server's URL, as reports name it; before the first answer that may be only who knows it. */
  readonly server: string;
  /** Without it the server is reached from here. */
  readonly via?: ApiWay;
  /** The server's certificate is not verified, because the inventory says so. */
  readonly unverifiedTls?: true;
  get(path: string, how?: ApiQuestion): Promise<ApiAnswer>;
  /** Ends what is under way; `why` is what its answers then say, where it was not an interruption. */
  close(why?: string): void;
}

/** One right, as RBAC names it. `path` is for what is no resource (`/version`). */
export type AccessRight =
  | { readonly verb: "get" | "list"; readonly apiGroup: string; readonly resource: string }
  | { readonly verb: "get"; readonly path: string };

/** Asks the API server what the caller may do. */
export interface AccessReviewer {
  reviewAccess(right: AccessRight): Promise<ApiAnswer>;
}
