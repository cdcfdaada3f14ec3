import type { Duplex } from "node:stream";
import type { Host } from "../../inventory/inventory.ts";
import { connectFailure } from "../connect-failure.ts";
import type { ConnectOptions } from "../doors.ts";
import { openHost } from "../open-host.ts";
import { type Begin, reachHost } from "../reach-host.ts";
import type { Failed, FailureCause } from "../session.ts";
import { readNodeFile } from "./node-file.ts";

/** Opens a TCP connection to an address. Rejects with a DialError. */
export type Dial = (address: string, port: number) => Promise<Duplex>;

/** Why a host did not open a connection onwards. `lost`: what it should lead to was not there, which may pass. */
export class DialError extends Error {
  readonly reason: FailureCause;
  readonly lost: boolean;
  constructor(reason: FailureCause, message: string, lost: boolean) {
    super(message);
    this.reason = reason;
    this.lost = lost;
  }
}

/** A tunnel that stands, and the text of the file that was to be read on its way; empty where none was. */
export type OpenTunnel = { readonly state: "open"; readonly dial: Dial; readonly file: string };

/** The way to an API server through a host of the inventory, over an SSH connection of its own. */
export type Tunnel = {
  /** The inventory's name of the host. */
  readonly host: string;
  /** Connects, the first time; whoever asks again gets what came of it. Never rejects. */
  readonly open: () => Promise<OpenTunnel | Failed>;
  /** `why`: as `ApiSession.close` takes it. */
  readonly close: (why?: string) => void;
};

/**
 * A tunnel through a host, which is reached as for its own audit: the same keys, host keys and jump host. A host that
 * failed is not asked again, for sshd counts failures against whoever knocks. `file`: to be read on the host, unredacted.
 */
export function tunnelThrough(host: Host, options: Omit<ConnectOptions, "signal">, file?: string): Tunnel {
  const closing = new AbortController();
  let opening: Promise<OpenTunnel | Failed> | undefined;
  let close = (): void => undefined;
  const open = async (): Promise<OpenTunnel | Failed> => {
    const begin = beginTunnel(host, options, file);
    const { begun, transport } = await reachHost(openHost, host, { ...options, signal: closing.signal }, begin);
    if (begun === undefined) return notOpened(host, transport.outcome, transport.message);
    close = begun.result.close;
    if (closing.signal.aborted) close();
    return begun.result.tunnel;
  };
  return {
    host: host.name,
    open: () => {
      opening ??= open();
      return opening;
    },
    close: (why) => {
      closing.abort(why);
      close();
    },
  };
}

/** A host that refuses says nothing of the API server behind it. */
function notOpened({ name }: Host, outcome: FailureCause | "connected", said: string): Failed {
  const cause = outcome === "refused" || outcome === "connected" ? "unreachable" : outcome;
  return { state: "failed", cause, message: `${name}, through which the API is reached, failed: ${said}` };
}

type Standing = { readonly tunnel: OpenTunnel; readonly close: () => void };

const beginTunnel =
  ({ name, ssh }: Host, { deadlines, sudoPassword }: Omit<ConnectOptions, "signal">, path?: string): Begin<Standing> =>
  async (connection, close, limits) => {
    const file =
      path === undefined
        ? undefined
        : await readNodeFile(
            connection,
            { host: name, path, privilege: ssh.privilege, sudoPassword },
            deadlines.request,
            limits,
          );
    if (file?.state === "failed") return connectFailure("exec", file.cause, file.message, file.passing);
    // The host's own clock was for coming here; from now on the API's limits count.
    limits.release();
    const dial: Dial = async (address, port) => {
      const stream = await connection.forward(
        { by: name, what: "the API server", address, port },
        deadlines.connect,
        limits,
      );
      if (!("state" in stream)) return stream;
      throw new DialError(stream.cause, stream.message, stream.cause === "refused" || stream.cause === "timed-out");
    };
    return { state: "begun", result: { tunnel: { state: "open", dial, file: file?.text ?? "" }, close } };
  };
