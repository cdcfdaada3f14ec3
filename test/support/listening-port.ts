import type { AddressInfo, Server } from "node:net";

/** Has a server listen on a port that the system gives it, of loopback unless said otherwise; tells which. */
export async function listeningPort(
  server: Pick<Server, "address"> & {
    readonly listen: (port: number, address: string, listening: () => void) => unknown;
  },
  address = "127.0.0.1",
): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, address, resolve));
  return (server.address() as AddressInfo).port;
}
