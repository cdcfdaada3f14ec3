import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { TestProxy } from "./connect-proxy.ts";

/** A SOCKS 5 proxy (RFC 1928) without authentication that leads every name to one port of loopback. */
export async function startSocksProxy(target: number): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    socket.once("data", () => {
      socket.write(Buffer.of(5, 0));
      socket.once("data", (wanted) => {
        // Version, CONNECT, reserved, 3 for a name, its length, the name, the port.
        const length = wanted[4] ?? 0;
        asked.push(`${wanted.subarray(5, 5 + length)}:${wanted.readUInt16BE(5 + length)}`);
        const onward = connect(target, "127.0.0.1", () => {
          socket.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
          onward.pipe(socket).pipe(onward);
        });
        sockets.add(onward.on("error", () => socket.destroy()));
      });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
