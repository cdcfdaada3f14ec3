import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Connection } from "../../../src/connect/session.ts";
import { transports } from "../../../src/inventory/inventory.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { connectTo, hostAt, patient } from "./connect.ts";

describe.each(transports)("a server that is no sshd, with %s", (client) => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  const connectToServer = async (
    behave: (socket: Socket) => void,
    deadlines: Partial<typeof patient> = {},
  ): Promise<Connection> => {
    connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.resume();
      behave(socket);
    });
    servers.push(server);
    const port = await listeningPort(server);
    const { identityFile: _, ...ssh } = hostAt(port, { transport: client }).ssh;
    const host = { ...hostAt(port), ssh };
    return connectTo(host, {
      knownHosts: "",
      identities: [],
      agentSocket: "/none",
      deadlines: { ...patient, ...deadlines },
    });
  };

  it("says nothing", async () => {
    const { transport } = await connectToServer(() => undefined, { connect: 1_000 });
    expect(transport).toMatchObject({ stage: "banner", outcome: "timed-out" });
    expect(transport.banner).toBeUndefined();
    expect(connections).toBe(1);
  });

  it("closes at once, and again at the second attempt", async () => {
    const { transport } = await connectToServer((socket) => socket.end("Exceeded MaxStartups\r\n"));
    expect(transport).toMatchObject({
      stage: "banner",
      outcome: "unreachable",
      message: "the server closed the connection before it identified itself: Exceeded MaxStartups",
    });
    expect(connections).toBe(2);
  });

  it("is not asked again where it has said no", async () => {
    const { transport } = await connectToServer((socket) => socket.end("Not allowed at this time\r\n"));
    expect(transport).toMatchObject({ stage: "banner", outcome: "unreachable" });
    expect(connections).toBe(1);
  });

  it("resets the connection", async () => {
    const { transport } = await connectToServer((socket) => socket.resetAndDestroy());
    // The reset may overtake the connection's own success.
    expect(["tcp", "banner"]).toContain(transport.stage);
    expect(transport).toMatchObject({ outcome: "unreachable", message: "the connection was reset" });
    expect(connections).toBe(2);
  });

  it("closes after its identification", async () => {
    const { transport } = await connectToServer((socket) => socket.end("SSH-2.0-Closing_1.0\r\n"));
    expect(transport).toMatchObject({ stage: "handshake", outcome: "unreachable", banner: "SSH-2.0-Closing_1.0" });
    expect(connections).toBe(2);
  });

  it("says nothing after its identification", async () => {
    const { transport } = await connectToServer((socket) => socket.write("hello\r\nSSH-2.0-Mute\r\n"), {
      authentication: 300,
    });
    expect(transport).toMatchObject({ stage: "handshake", outcome: "timed-out", banner: "SSH-2.0-Mute" });
  });

  it("speaks another protocol", async () => {
    const { transport } = await connectToServer((socket) =>
      socket.write(`HTTP/1.1 400 Bad Request\r\n${"x\r\n".repeat(2000)}`),
    );
    expect(transport).toMatchObject({ stage: "banner", outcome: "unparseable" });
    expect(connections).toBe(1);
  });

  it("speaks SSH badly", async () => {
    const { transport } = await connectToServer((socket) => socket.write("SSH-2.0-Bad\r\n\xff\xff\xff\xff garbage"));
    expect(transport).toMatchObject({ stage: "handshake", outcome: "unparseable" });
  });
});
