import { once } from "node:events";
import { connect, type Server, type Socket } from "node:net";
import { listeningPort } from "./listening-port.ts";

/** A proxy that leads everything to one port of loopback. */
export type TestProxy = {
  readonly port: number;
  /** `host:port` of all that it was asked for, with the credentials that came along. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
};

/** What goes through a proxy. */
type Passage = {
  readonly asked: string[];
  /** Joins a socket to the target, once it has been answered with `granted`. */
  readonly lead: (socket: Socket, granted: string | Buffer) => void;
  /** Starts the server of it. Whoever is connected at its end is cut off. */
  readonly serve: (server: Server) => Promise<TestProxy>;
};

/** The passage to a port of loopback. */
export function passageTo(target: number): Passage {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  return {
    asked,
    lead(socket, granted) {
      const onward = connect(target, "127.0.0.1", () => {
        socket.write(granted);
        onward.pipe(socket).pipe(onward);
      });
      sockets.add(onward.on("error", () => socket.destroy()));
    },
    async serve(server) {
      server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
      const port = await listeningPort(server);
      const stop = async (): Promise<void> => {
        const closed = once(server, "close");
        server.close();
        for (const socket of sockets) socket.destroy();
        await closed;
      };
      return { port, asked, stop };
    },
  };
}
