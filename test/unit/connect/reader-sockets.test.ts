import { createSocket } from "node:dgram";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSockets, type SocketTable } from "../../../src/probes/parse/socket-lines.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells, unprivileged } from "./reader-shells.ts";

const udp = createSocket("udp4");
const servers: Server[] = [];

const listen = async (address: string): Promise<number> => {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return bound.port;
};

let [tcpPort, ipv6Port, udpPort] = [0, 0, 0];
beforeAll(async () => {
  tcpPort = await listen("127.0.0.1");
  ipv6Port = await listen("::1").catch(() => 0);
  await new Promise<void>((resolve) => udp.bind(0, "0.0.0.0", resolve));
  udpPort = udp.address().port;
});
afterAll(() => {
  for (const server of servers) server.close();
  udp.close();
});

/** PID 1 of the test's machine may be hidden even from root: the test's own process takes its place. */
const seenFrom = (source: string, pid: number | string) => source.replaceAll("/proc/1/", `/proc/${pid}/`);

for (const { name, shell, source } of readerShells()) {
  describe(`sockets under ${name}`, () => {
    const ask = async (program: string, as = shell) =>
      (await askReader(as, [{ verb: "sockets", argument: "" }], program)).answers[0];
    const look = async (): Promise<SocketTable> =>
      parseSockets(Buffer.from(textOf(await ask(seenFrom(source, process.pid)))));
    const holdersOf = ({ sockets, holders }: SocketTable, port: number) =>
      sockets
        .filter((socket) => socket.port === port)
        .map(({ protocol, address, inode }) => [protocol, address, holders.get(inode)]);

    it("shows what listens, on which address, and who holds it", async () => {
      const table = await look();
      expect(holdersOf(table, tcpPort)).toEqual([["tcp", "127.0.0.1", [process.pid]]]);
      expect(holdersOf(table, udpPort)).toEqual([["udp", "0.0.0.0", [process.pid]]]);
      if (ipv6Port !== 0) expect(holdersOf(table, ipv6Port)).toEqual([["tcp", "::1", [process.pid]]]);
      expect(basename(table.programs.get(process.pid) ?? "")).toBe(basename(process.execPath));
      expect(table.readable.has(process.pid)).toBe(true);
    });

    it("is not misled by names of open files, nor by how ls is asked to quote", async () => {
      const folder = mkdtempSync(join(tmpdir(), "plimsoll-fd-"));
      // The last of them ends as a socket does that listens, which this test holds itself.
      const { sockets: open } = await look();
      const inode = open.find((socket) => socket.port === udpPort)?.inode;
      const forged = join(folder, `a\n/proc/999999/fd:\nl 3 -> socket:[1234567] -> socket:[${inode}]`);
      mkdirSync(join(forged, ".."), { recursive: true });
      const descriptor = openSync(forged, "w");
      const table = parseSockets(
        Buffer.from(textOf(await ask(seenFrom(source, process.pid), ["env", "QUOTING_STYLE=c", ...shell]))),
      );
      closeSync(descriptor);
      rmSync(folder, { recursive: true });
      expect(table.readable.has(999999)).toBe(false);
      expect(holdersOf(table, tcpPort)).toEqual([["tcp", "127.0.0.1", [process.pid]]]);
    });

    it("leaves out connections", async () => {
      const client = createSocket("udp4");
      await new Promise<void>((resolve) => client.connect(udpPort, "127.0.0.1", resolve));
      const { port } = client.address();
      const table = await look();
      client.close();
      expect(holdersOf(table, port).filter(([protocol]) => protocol === "udp")).toEqual([]);
    });

    it("says that the list is not complete where the open files of PID 1 are hidden", async () => {
      const answer = await ask(seenFrom(source, process.pid), unprivileged(shell));
      expect(textOf(answer)).toMatch(/^complete\|no\|.* hidden from uid \d+$/m);
    });

    it("says so where there is no table", async () => {
      expect(textOf(await ask(seenFrom(source, "none")))).toMatch(/^complete\|no\|/);
    });

    it("gives no list that is too long", async () => {
      const answer = await ask(seenFrom(source, process.pid).replace("sockets_at_most=2000", "sockets_at_most=1"));
      expect(textOf(answer)).toBe("complete|no|more than 1 sockets\n");
    });
  });
}
