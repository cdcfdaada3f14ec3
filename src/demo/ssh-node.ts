import { timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import ssh2 from "ssh2";
import { startCommand } from "../connect/privilege/start-command.ts";
import { readerAsSent } from "../connect/reader.ts";
import { encodeBundle, encodeHello, type NumberedAnswer, parseRequest } from "../connect/reader-session/frames.ts";
import { fromRecorded, type Recording } from "../connect/recordings/recording.ts";
import { describeRequest } from "../connect/session.ts";
import { makeSshKeys } from "./ssh-keys.ts";

/** A node that is not there: a real SSH server on loopback that answers the reader's requests from a recording. */
export type DemoNode = { readonly port: number; readonly hostKey: string; readonly close: () => Promise<void> };

const readerCommand = startCommand("sudo", "shell");

/** Whether an authentication attempt proves possession of the one key that is allowed in. */
function mayEnter(context: ssh2.AuthContext, user: string, allowed: ssh2.ParsedKey): boolean {
  if (context.method !== "publickey" || context.username !== user) return false;
  const offered = context.key.data;
  const expected = allowed.getPublicSSH();
  if (offered.length !== expected.length || !timingSafeEqual(offered, expected)) return false;
  // Without a signature the client only asks whether the key would do (RFC 4252 section 7).
  if (context.signature === undefined || context.blob === undefined) return true;
  return allowed.verify(context.blob, context.signature, context.hashAlgo) === true;
}

/** Plays the reader on one channel: takes the program, says hello, answers round after round. */
function playReader(channel: ssh2.ServerChannel, recording: Recording): void {
  let received = "";
  let greeted = false;
  let round = 0;
  channel.on("data", (chunk: Buffer) => {
    received += chunk.toString("utf8");
    if (!greeted) {
      if (received.length < readerAsSent.length) return;
      received = received.slice(readerAsSent.length);
      greeted = true;
      channel.write(encodeHello(0));
    }
    const rounds = received.split("\n\n");
    received = rounds.pop() ?? "";
    for (const lines of rounds) {
      round += 1;
      channel.write(
        encodeBundle(
          round,
          lines.split("\n").flatMap((line) => answer(recording, line)),
        ),
      );
    }
  });
  channel.on("end", () => {
    channel.exit(0);
    channel.end();
  });
}

function answer(recording: Recording, line: string): readonly NumberedAnswer[] {
  const asked = parseRequest(line);
  if (asked === undefined) return [];
  const key = describeRequest(asked.request);
  const recorded = Object.hasOwn(recording, key) ? recording[key] : undefined;
  const unknown = { state: "failed", cause: "unsupported", message: "not in the recording" } as const;
  return [{ id: asked.id, answer: fromRecorded(recorded ?? unknown) }];
}

/** Starts a node on a free port of loopback. Its host key is made on the spot. */
export async function startDemoNode(recording: Recording, user: string, publicKey: string): Promise<DemoNode> {
  const hostKey = makeSshKeys();
  const allowed = ssh2.utils.parseKey(publicKey);
  if (allowed instanceof Error) throw allowed;
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on("authentication", (context) =>
      mayEnter(context, user, allowed) ? context.accept() : context.reject(["publickey"]),
    );
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec, rejectExec, { command }) => {
        if (command === readerCommand) playReader(acceptExec(), recording);
        else rejectExec();
      });
    });
    // A client that hangs up is no news to a server.
    client.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Whoever is audited keeps no auditor alive: a demo that fails half way ends.
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: hostKey.public,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
