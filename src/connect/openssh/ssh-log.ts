import type { HostKeyTrust, NegotiatedAlgorithms, TransportStage } from "../session.ts";

/** What `ssh` has told of a login so far. */
export type LoginLog = {
  stage: TransportStage;
  /** It does not connect itself: something else brings it there. */
  proxied: boolean;
  /** What the server said before or instead of its identification. */
  greeting: string;
  banner?: string;
  hostKey?: string;
  hostKeyType?: string;
  trust?: HostKeyTrust;
  /** Why a certificate that the server showed does not count. */
  certificate?: string;
  algorithms: { -readonly [Name in keyof NegotiatedAlgorithms]?: string };
  /** Methods by which the server would still let us in. */
  methods: readonly string[];
  partial: boolean;
  /** What is wrong with the agent. */
  agent?: string;
  /** The login stands and can be used by others. */
  ready: boolean;
  /** What was said that is no debugging, newest last: the reasons are there. */
  said: readonly string[];
};

/** Words kept of what is no debugging: a changed host key alone takes fifteen lines. */
const saidKept = 40;

/** `ssh` begins by looking up a name, or at once with the address. */
export const emptyLog = (stage: "dns" | "tcp"): LoginLog => ({
  stage,
  proxied: false,
  greeting: "",
  algorithms: {},
  methods: [],
  partial: false,
  ready: false,
  said: [],
});

type Reading = readonly [pattern: RegExp, note: (log: LoginLog, match: readonly string[]) => void];

const connecting: readonly Reading[] = [
  [/^debug1: Executing proxy command: /, (log) => set(log, { stage: "tcp", proxied: true })],
  [/^debug1: Connecting to /, (log) => set(log, { stage: "tcp" })],
  [/^debug1: Connection established\.$/, (log) => set(log, { stage: "banner" })],
  [
    /^debug1: (?:kex|ssh)_exchange_identification: (?:banner line \d+: )?(.*)$/,
    (log, [, text = ""]) => set(log, { stage: "banner", greeting: text.trim() === "" ? log.greeting : text }),
  ],
  [
    /^debug1: Remote protocol version ([\d.]+), remote software version (.*)$/,
    (log, [, protocol, software]) => set(log, { stage: "handshake", banner: `SSH-${protocol}-${software}` }),
  ],
];

const handshake: readonly Reading[] = [
  [/^debug1: kex: algorithm: (\S+)/, ({ algorithms }, [, name]) => set(algorithms, { kex: name })],
  [/^debug1: kex: host key algorithm: (\S+)/, ({ algorithms }, [, name]) => set(algorithms, { hostKey: name })],
  [
    /^debug1: kex: server->client cipher: (\S+) MAC: (\S+)/,
    ({ algorithms }, [, cipher, mac]) => set(algorithms, { cipher, mac: mac === "<implicit>" ? "implicit" : mac }),
  ],
  [
    /^debug1: Server host (?:key|certificate): (\S+) (SHA256:[A-Za-z0-9+/]+)/,
    (log, [, hostKeyType, hostKey]) => set(log, { stage: "host-key", hostKeyType, hostKey }),
  ],
  [/^debug1: Host '.*' is known and matches the \S+ host key\.$/, (log) => set(log, { trust: "known" })],
  [/^debug1: Host '.*' is known and matches the \S+ host certificate\.$/, (log) => set(log, { trust: "certificate" })],
  // Said after the line above: a certificate of a known authority, but not for this host, or not for today.
  [/^Certificate invalid: (.*)$/, (log, [, certificate]) => set(log, { trust: undefined, certificate })],
  [/^Warning: Permanently added /, (log) => set(log, { trust: "accepted-new" })],
  // Sent only once the server has proved that it holds the key.
  [/^debug1: SSH2_MSG_NEWKEYS sent$/, (log) => set(log, { stage: "authentication" })],
];

const authentication: readonly Reading[] = [
  [
    /^debug1: Authentications that can continue: (.*)$/,
    (log, [, methods = ""]) => set(log, { methods: methods.split(",").filter((name) => name !== "") }),
  ],
  [/^Authenticated using ".*" with partial success\.$/, (log) => set(log, { partial: true })],
  [/^debug1: get_agent_identities: .*no identities/, (log) => set(log, { agent: "holds no key" })],
  [/^debug1: get_agent_identities: ssh_get_authentication_socket/, (log) => set(log, { agent: "does not answer" })],
  // The control socket is there by now.
  [/^debug1: Entering interactive session\.$/, (log) => set(log, { ready: true })],
];

const readings = (stage: TransportStage): readonly Reading[] => {
  if (stage === "authentication") return authentication;
  return stage === "handshake" || stage === "host-key" ? handshake : connecting;
};

// Undefined takes a note back, which the type of an optional key does not allow to say.
function set<Notes extends object>(notes: Notes, values: { readonly [Name in keyof Notes]?: Notes[Name] | undefined }) {
  Object.assign(notes, values);
}

/**
 * Takes a line of `ssh` (LogLevel DEBUG2) down. Each stage has its own lines and no others: what the server says by its
 * banner comes in between as it stands, and must not pass for a word on its host key.
 */
export function readLogLine(log: LoginLog, line: string): void {
  for (const [pattern, note] of readings(log.stage)) {
    const match = pattern.exec(line);
    if (match !== null) note(log, match);
  }
  if (!/^debug\d: /.test(line) && line !== "") log.said = [...log.said, line].slice(-saidKept);
}

/** What becomes of a channel on a login that stands. */
export type ChannelNews =
  | { readonly kind: "forward"; readonly to: string }
  | { readonly kind: "new"; readonly channel: string; readonly carries: "forward" | "session" }
  | { readonly kind: "open"; readonly channel: string }
  | { readonly kind: "refused"; readonly channel: string; readonly said: string };

/** Reads a line as news of a channel; undefined where it is none. */
export function channelNews(line: string): ChannelNews | undefined {
  const to = /^debug1: channel_connect_stdio_fwd:? (.*)$/.exec(line)?.[1];
  if (to !== undefined) return { kind: "forward", to };
  const made = /^debug1: channel (\d+): new .*?\[(stdio-forward|client-session)\]/.exec(line);
  if (made?.[1] !== undefined) {
    return { kind: "new", channel: made[1], carries: made[2] === "stdio-forward" ? "forward" : "session" };
  }
  const open = /^debug2: channel (\d+): open confirm /.exec(line)?.[1];
  if (open !== undefined) return { kind: "open", channel: open };
  const refused = /^channel (\d+): open failed: (.*)$/.exec(line);
  return refused?.[1] === undefined ? undefined : { kind: "refused", channel: refused[1], said: refused[2] ?? "" };
}
