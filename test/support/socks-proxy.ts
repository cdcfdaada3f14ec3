import { createServer } from "node:net";
import { passageTo, type TestProxy } from "./loopback-proxy.ts";

/** A SOCKS 5 proxy (RFC 1928) without authentication that leads every name to one port of loopback. */
export function startSocksProxy(target: number): Promise<TestProxy> {
  const { asked, lead, serve } = passageTo(target);
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write(Buffer.of(5, 0));
      socket.once("data", (wanted) => {
        // Version, CONNECT, reserved, 3 for a name, its length, the name, the port.
        const length = wanted[4] ?? 0;
        asked.push(`${wanted.subarray(5, 5 + length)}:${wanted.readUInt16BE(5 + length)}`);
        lead(socket, Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
      });
    });
  });
  return serve(server);
}
