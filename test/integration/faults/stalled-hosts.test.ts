import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireTools } from "../../support/lab-requirements.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { hostAt } from "../connect/connect.ts";
import { createWorkshop, makeKey } from "../connect/sshd.ts";

/** What is left in a process that has visited them. */
type Held = {
  readonly files: number;
  readonly resources: readonly string[];
  readonly listeners: number;
  readonly heap: number;
};
type Visited = {
  readonly ends: Readonly<Record<string, number>>;
  readonly most: number;
  readonly before: Held;
  readonly after: Held;
};

const program = fileURLToPath(new URL("visit-stalled.mjs", import.meta.url));

/** A port on which nobody accepts: the kernel takes what its queue has room for, and is silent to all others. */
async function blackHole(): Promise<{ readonly port: number; readonly close: () => void }> {
  const listen = 'const s = require("node:net").createServer().listen({ port: 0, host: "0.0.0.0", backlog: 1 }, ';
  const child = spawn(process.execPath, ["-e", `${listen}() => console.log(s.address().port))`]);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  child.kill("SIGSTOP");
  const port = Number(said);
  const queued = Array.from({ length: 3 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  await once(queued[0] as Socket, "connect");
  await once(queued[1] as Socket, "connect");
  const close = (): void => {
    for (const socket of queued) socket.destroy();
    child.kill("SIGKILL");
  };
  return { port, close };
}

/** A node that starts the reader, and answers nothing. */
const afterHello = (hostKey: Buffer) =>
  new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => context.accept());
    client.on("session", (accept) =>
      accept().on("exec", (take) => {
        const channel = take();
        channel.once("data", () => channel.write("\nplimsoll-reader 1 0\n"));
        channel.resume();
      }),
    );
  });

const canRun = requireTools("hosts that stall", [{ command: "ssh-keygen", package: "openssh-client" }]);

describe.skipIf(!canRun || process.platform !== "linux")("a thousand hosts that stall", () => {
  const workshop = createWorkshop();
  const servers: { readonly close: () => void }[] = [];
  const ports = { gone: 0, silent: 0, identified: 0, hello: 0 };
  let hostKey = "";

  beforeAll(async () => {
    makeKey(workshop.path("key"));
    hostKey = makeKey(workshop.path("host"));
    const silent = createServer((socket) => void socket.on("error", () => undefined));
    const identified = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.write("SSH-2.0-OpenSSH_9.9\r\n");
    });
    const hello = afterHello(readFileSync(workshop.path("host")));
    const gone = await blackHole();
    servers.push(gone, silent, identified, hello);
    ports.gone = gone.port;
    // On all of loopback.
    ports.silent = await listeningPort(silent, "0.0.0.0");
    ports.identified = await listeningPort(identified, "0.0.0.0");
    ports.hello = await listeningPort(hello, "0.0.0.0");
  });
  afterAll(() => {
    for (const server of servers) server.close();
    workshop.remove();
  });

  it("leave nothing behind, and were never more at once than there are places", async () => {
    const hostsOf = (name: keyof typeof ports, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...hostAt(ports[name], { identityFile: workshop.path("key"), knownHosts: "/known_hosts" }),
        name: `${name}-${index}`,
        address: `127.0.${Math.floor(index / 250)}.${(index % 250) + 1}`,
      }));
    const hosts = [
      ...hostsOf("gone", 480),
      ...hostsOf("silent", 240),
      ...hostsOf("identified", 240),
      ...hostsOf("hello", 40),
    ];
    const knownHosts = hosts.map(({ address }) => `[${address}]:${ports.hello} ${hostKey}\n`).join("");
    writeFileSync(
      workshop.path("given.json"),
      JSON.stringify({ hosts, knownHosts, identityFile: workshop.path("key") }),
    );
    const child = spawn(process.execPath, ["--expose-gc", program, workshop.path("given.json")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { ends, most, before, after } = JSON.parse(await text(child.stdout)) as Visited;
    expect(ends).toEqual({
      "gone timed-out": 480,
      "silent timed-out": 240,
      "identified timed-out": 240,
      "hello timed-out": 40,
    });
    expect(most).toBeGreaterThan(32);
    expect(most).toBeLessThanOrEqual(32 + 256);
    expect([after.files, after.resources, after.listeners]).toEqual([before.files, before.resources, 0]);
    // A thousand sockets with what ssh2 keeps for each would be tens of megabytes.
    expect(after.heap - before.heap).toBeLessThan(3_000_000);
  });
});
