import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export type TestProxy = {
  readonly port: number;
  /** `host:port` of every CONNECT, with the credentials that came along. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
};

/** A real HTTP proxy that leads every CONNECT to one port of loopback, or refuses it with a status. */
export async function startConnectProxy(target: number, refuse?: number): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer().on("connect", (request: IncomingMessage, socket: Socket) => {
    const login = /^Basic (.*)$/.exec(request.headers["proxy-authorization"] ?? "")?.[1] ?? "";
    asked.push(`${request.url} ${Buffer.from(login, "base64").toString()}`.trim());
    sockets.add(socket.on("error", () => undefined));
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const onward = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward.on("error", () => socket.destroy()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}
