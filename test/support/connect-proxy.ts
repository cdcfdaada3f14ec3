import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { passageTo, type TestProxy } from "./loopback-proxy.ts";

/** A real HTTP proxy that leads every CONNECT to one port of loopback, or refuses it with a status. */
export function startConnectProxy(target: number, refuse?: number): Promise<TestProxy> {
  const { asked, lead, serve } = passageTo(target);
  const server = createServer().on("connect", (request: IncomingMessage, socket: Socket) => {
    const login = /^Basic (.*)$/.exec(request.headers["proxy-authorization"] ?? "")?.[1] ?? "";
    asked.push(`${request.url} ${Buffer.from(login, "base64").toString()}`.trim());
    if (refuse === undefined) lead(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
    else socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
  });
  return serve(server);
}
