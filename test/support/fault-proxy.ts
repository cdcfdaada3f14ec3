import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listeningPort } from "./listening-port.ts";

/** How far a connection has come, as far as its bytes show it before they are encrypted (RFC 4253). */
export type WireStage = "accepted" | "identified" | "key-exchange" | "encrypted";

/** What happens to a connection. */
export type Fault = {
  /** Milliseconds by which every piece is late, in each direction. */
  readonly delay?: number;
  /** Bytes that go at once, a few milliseconds apart, from the server. */
  readonly drip?: number;
  /**
   * Ends it, or lets nothing through any more, as soon as the server has sent so much or come so far. Who is gone ends every
   * later connection at once.
   */
  readonly when?: { readonly at: WireStage | number; readonly how: "fin" | "reset" | "stall" | "gone" };
};

export type FaultProxy = {
  readonly port: number;
  /** How many connections were made. */
  readonly connections: () => number;
  /** What happens to connections from now on. */
  readonly set: (fault: Fault) => void;
  /** Ends what is open now. */
  readonly cut: (how: "fin" | "reset") => void;
  /** Lets nothing through any more of what is open now. */
  readonly stall: () => void;
  readonly close: () => Promise<void>;
};

type Line = { readonly near: Socket; readonly far: Socket; stalled: boolean };

/** A TCP proxy on loopback in front of a server, which does to its connections what networks do. */
export async function startFaultProxy(target: number, first: Fault = {}): Promise<FaultProxy> {
  let fault = first;
  let connections = 0;
  const lines = new Set<Line>();
  const server = createServer({ noDelay: true }, (near) => {
    connections += 1;
    const line: Line = { near, far: connect({ port: target, host: "127.0.0.1", noDelay: true }), stalled: false };
    lines.add(line);
    carry(line, fault, () => {
      fault = { when: { at: "accepted", how: "reset" } };
    });
    near.on("close", () => lines.delete(line));
  });
  const port = await listeningPort(server);
  const cut = (how: "fin" | "reset"): void => {
    for (const line of lines) end(line, how);
  };
  return {
    port,
    connections: () => connections,
    set: (next) => {
      fault = next;
    },
    cut,
    stall: () => {
      for (const line of lines) line.stalled = true;
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      cut("reset");
      await closed;
    },
  };
}

function end(line: Line, how: "fin" | "reset"): void {
  // What still comes is read and dropped: a socket closed with something unread would send a reset.
  line.stalled = true;
  if (how === "fin") line.near.end();
  else line.near.resetAndDestroy();
  line.far.destroy();
}

function carry(line: Line, { delay = 0, drip, when }: Fault, onGone: () => void): void {
  const { near, far } = line;
  const wire = watchWire();
  const meet = (): void => {
    if (
      when === undefined ||
      line.stalled ||
      !(typeof when.at === "number" ? wire.sent() >= when.at : wire.reached(when.at))
    )
      return;
    if (when.how === "stall") line.stalled = true;
    else end(line, when.how === "fin" ? "fin" : "reset");
    if (when.how === "gone") onGone();
  };
  const late = (to: Socket, piece: Buffer): void => {
    const write = (): void => {
      if (!line.stalled && to.writable) to.write(piece);
    };
    if (delay === 0) write();
    else setTimeout(write, delay);
  };
  near.on("data", (chunk) => late(far, chunk));
  const dripping: Buffer[] = [];
  far.on("data", (chunk) => {
    // What shows that the stage is reached is let through, so that the client is there, too.
    wire.push(chunk);
    if (drip === undefined) {
      late(near, chunk);
      meet();
      return;
    }
    for (let start = 0; start < chunk.length; start += drip) dripping.push(chunk.subarray(start, start + drip));
  });
  const tap = drip === undefined ? undefined : setInterval(() => late(near, dripping.shift() ?? Buffer.alloc(0)), 2);
  far.on("end", () => setTimeout(() => !line.stalled && near.end(), delay));
  near.on("end", () => setTimeout(() => far.end(), delay));
  near.on("close", () => {
    clearInterval(tap);
    far.destroy();
  });
  // Nobody listens there, or the server was killed.
  far.on("error", () => !line.stalled && near.end());
  for (const socket of [near, far]) socket.on("error", () => undefined);
  meet();
}

/** Follows what a server sends, up to its first encrypted byte. */
function watchWire() {
  const newKeys = 21;
  let sent = 0;
  let waiting = Buffer.alloc(0);
  const passed = new Set<WireStage>(["accepted"]);
  const step = (): boolean => {
    if (passed.has("encrypted")) return false;
    if (!passed.has("identified")) {
      const line = waiting.indexOf("\n");
      if (line < 0) return false;
      waiting = waiting.subarray(line + 1);
      passed.add("identified");
      return true;
    }
    // The length, the padding's length, and the message's number lie open before the first new key.
    if (waiting.length < 6 || waiting.length < 4 + waiting.readUInt32BE(0)) return false;
    passed.add(waiting[5] === newKeys ? "encrypted" : "key-exchange");
    waiting = waiting.subarray(4 + waiting.readUInt32BE(0));
    return true;
  };
  return {
    push(chunk: Buffer): void {
      sent += chunk.length;
      waiting = Buffer.concat([waiting, chunk]);
      while (step());
    },
    sent: () => sent,
    reached: (stage: WireStage) => passed.has(stage),
  };
}
