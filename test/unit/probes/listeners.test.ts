import { describe, expect, it } from "vitest";
import type { Request } from "../../../src/connect/session.ts";
import { type Observed, readAs } from "../../../src/evidence/observed.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { probeListeners } from "../../../src/probes/node/listeners.ts";
import { parseSockets } from "../../../src/probes/parse/socket-lines.ts";
import { denied, here, source } from "../../support/facts.ts";

const little = "b|little";
const big = "b|big";
const answer = (...lines: readonly string[]) => Buffer.from(`${["complete|yes", ...lines].join("\n")}\n`);
const socketsOf = (...lines: readonly string[]) =>
  parseSockets(answer(...lines)).sockets.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`);

describe("socket lines", () => {
  it.each([
    ["s|tcp|0100007F:0943|1", "tcp 127.0.0.1 2371"],
    ["s|tcp|00000000:0016|1", "tcp 0.0.0.0 22"],
    ["s|udp|0A004D0A:0035|1", "udp 10.77.0.10 53"],
    ["s|tcp6|00000000000000000000000000000000:192B|1", "tcp :: 6443"],
    ["s|tcp6|00000000000000000000000001000000:192B|1", "tcp ::1 6443"],
    ["s|tcp6|0000000000000000FFFF00000100007F:192B|1", "tcp 127.0.0.1 6443"],
    ["s|udp6|B80D0120000000000000000001000000:0035|1", "udp 2001:db8::1 53"],
  ])("reads %s", (line, expected) => {
    expect(socketsOf(little, line)).toEqual([expected]);
  });

  it("reads the addresses of a big-endian node", () => {
    expect(socketsOf(big, "s|tcp|7F000001:0016|1", "s|tcp6|20010DB8000000000000000000000001:0016|2")).toEqual([
      "tcp 127.0.0.1 22",
      "tcp 2001:db8::1 22",
    ]);
  });

  it.each([
    ["an incomplete list", Buffer.from("complete|no|uid 1000\n"), "not complete: uid 1000"],
    ["no byte order", answer("s|tcp|0100007F:0943|1"), "byte order"],
    ["no program's header", answer("b|unknown"), "byte order"],
    ["an address of another length", answer(little, "s|tcp|01007F:0943|1"), "not an address"],
    ["no port", answer(little, "s|tcp|0100007F|1"), "not a socket"],
    ["another table", answer(little, "s|dccp|0100007F:0943|1"), "not a socket"],
    ["something else", answer(little, "ls: /proc/1/fd"), "not a list of sockets"],
  ])("refuses %s", (_what, payload, message) => {
    expect(() => parseSockets(payload)).toThrow(message);
  });
});

const process = (pid: number, argv0: string, exe: string, hostNetwork = true): HostProcess => ({
  pid,
  uid: 0,
  comm: argv0,
  exe,
  cgroup: "/",
  argv: [argv0],
  hostNetwork,
  hostFiles: true,
  env: "unread",
});
const scheduler = process(394, "kube-scheduler", "/usr/local/bin/kube-scheduler");
const listenersOf = (lines: readonly string[], processes: Observed<readonly HostProcess[]>) => {
  const ask = async <T>(_request: Request, parse: (payload: Buffer, from: typeof source) => T) =>
    readAs(source, () => parse(answer(little, ...lines), source));
  return probeListeners(ask, Promise.resolve(processes));
};
const local = "s|tcp|0100007F:2813|11";

describe("who listens", () => {
  it("names component and program, once, without process ids, in an order of its own", async () => {
    const lines = [
      ...["s|tcp6|00000000000000000000000000000000:192B|12", local, "s|tcp|00000000:0035|13"],
      ...["f|394", "f|700", "h|394|11", "h|701|12", "h|700|12", "h|999|77"],
      ...["x|394|/usr/local/bin/kube-scheduler (deleted)", "x|700|/bin/kube-apiserver", "x|701|/bin/kube-apiserver"],
    ];
    const found = await listenersOf(lines, here([scheduler]));
    expect(found).toMatchObject({
      state: "present",
      value: [
        { protocol: "tcp", address: "0.0.0.0", port: 53 },
        { protocol: "tcp", address: "::", port: 6443, program: "kube-apiserver", component: "kube-apiserver" },
        { protocol: "tcp", address: "127.0.0.1", port: 10259, program: "kube-scheduler", component: "kube-scheduler" },
      ],
    });
  });

  it("knows a component by its command line where its file has another name", async () => {
    const hyperkube = { ...scheduler, exe: "/hyperkube", argv: ["/hyperkube", "kube-scheduler"] };
    const found = await listenersOf([local, "f|394", "h|394|11", "x|394|/hyperkube"], here([hyperkube]));
    expect(found).toMatchObject({ value: [{ program: "hyperkube", component: "kube-scheduler" }] });
  });

  it("is not known where a component's open files were not seen", async () => {
    expect(await listenersOf([local], here([scheduler]))).toMatchObject({
      state: "unknown",
      message: expect.stringContaining("kube-scheduler"),
    });
  });

  it("does not need the files of another network's processes", async () => {
    const nested = process(800, "kube-apiserver", "/kube-apiserver", false);
    expect(await listenersOf([local], here([nested]))).toMatchObject({ state: "present" });
  });

  it("is not known without the processes", async () => {
    expect(await listenersOf([local], denied)).toMatchObject({ state: "unknown" });
  });
});
