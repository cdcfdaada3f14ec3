import { describe, expect, it } from "vitest";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import type { Environment, Invocation, Mount } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeEtcdSettings } from "../../../src/probes/node/etcd.ts";
import { probeEtcdData } from "../../../src/probes/node/etcd-data.ts";
import { denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";
import { ok, statLine } from "./recorded-answers.ts";

type Calls = Observed<readonly Invocation[]>;

const stat = (path: string, bits = "41ed"): Recording => ({ [`stat ${path}`]: ok(statLine(path, bits)) });
const list = (path: string): Recording => ({
  [`list ${path}`]: ok(statLine(path, "41c0") + statLine(`${path}/db`, "8180")),
});
const onHost: readonly Mount[] = [{ mountPath: "/", hostPath: "/" }];
const manifest = (flags: readonly string[], env: Environment = {}): Invocation => ({
  ...manifestOf(["etcd", ...flags]),
  env,
  mounts: [{ mountPath: "/var/lib/etcd", hostPath: "/srv/etcd" }],
});
const process = (flags: readonly string[], env: Environment = {}, mounts = onHost): Invocation => ({
  ...processOf(["etcd", ...flags]),
  env,
  mounts,
});
/** What is seen of etcd. Asking for what is not recorded fails the test. */
const probe = async (recording: Recording, configured: Calls, running: Calls) => {
  const ask = asking(replaySession(recording), "n1");
  const etcd = { manifest: configured, process: running };
  const settings = await probeEtcdSettings(ask, etcd);
  return { ...settings, data: await probeEtcdData(ask, etcd, settings.config) };
};
const dataOf = async (...given: Parameters<typeof probe>) => {
  const fact = (await probe(...given)).data;
  if (fact.state !== "present") return fact.state;
  return fact.value.map(({ holds, walk }) => [
    holds,
    walk.state === "present" ? walk.value.entries.map(({ path }) => path) : walk.state,
  ]);
};
const data = "--data-dir=/var/lib/etcd/";

describe("etcd's directories", () => {
  it("are absent without etcd, unknown where it was not seen", async () => {
    expect(await dataOf({}, nothing, nothing)).toBe("absent");
    expect(await dataOf({}, nothing, denied)).toBe("unknown");
  });

  it("are walked where the manifest mounts them", async () => {
    const walked = [["data", ["/srv/etcd", "/srv/etcd/db"]]];
    expect(await dataOf(list("/srv/etcd"), here([manifest([data])]), here([process([data])]))).toEqual(walked);
    expect(await dataOf(list("/srv/etcd"), here([manifest([data])]), nothing)).toEqual(walked);
  });

  it("are those of a process that systemd starts, by its environment", async () => {
    const env = { ETCD_DATA_DIR: "/data", ETCD_WAL_DIR: "/ssd/wal" };
    expect(await dataOf({ ...list("/data"), ...list("/ssd/wal") }, nothing, here([process([], env)]))).toEqual([
      ["data", ["/data", "/data/db"]],
      ["log", ["/ssd/wal", "/ssd/wal/db"]],
    ]);
  });

  it("are one walk where the log lies within the data", async () => {
    const flags = ["--data-dir=/data", "--wal-dir=/data/member/wal"];
    expect(await dataOf(list("/data"), nothing, here([process(flags)]))).toEqual([["data", ["/data", "/data/db"]]]);
  });

  it("are those of every etcd: kOps runs two in containers of their own", async () => {
    const root = "/proc/374/root";
    const own = (name: string) => process([`--data-dir=/rootfs/${name}`], {}, []);
    const recording = {
      ...stat(`${root}/rootfs`),
      ...stat(`${root}/rootfs/main`),
      ...stat(`${root}/rootfs/events`, "a1ff"),
      ...list(`${root}/rootfs/main`),
    };
    const fact = (await probe(recording, nothing, here([own("main"), own("events")]))).data;
    expect(fact).toMatchObject({
      value: [
        {
          holds: "data",
          walk: {
            value: { root: "/rootfs/main", entries: [{ path: "/rootfs/main" }, { path: "/rootfs/main/db" }] },
            source: { request: "list /proc/PID/root/rootfs/main" },
          },
        },
        { walk: { state: "unknown", reason: "unsupported" } },
      ],
    });
  });

  it.each([
    ["no setting names them", process([])],
    ["a relative path", process(["--data-dir=default.etcd"])],
    ["the environment was not read", process(["--data-dir=/data"], "unread")],
  ])("are unknown where %s", async (_what, running) => {
    expect(await dataOf({}, nothing, here([running]))).toEqual([["data", "unknown"]]);
  });
});

describe("etcd's configuration file", () => {
  const named = ["--config-file=/etc/etcd.yaml"];
  const content =
    "data-dir: /data\nclient-transport-security:\n  cert-file: /etc/etcd/a.crt\npeer-transport-security:\n  key-file: /etc/etcd/a.key\n";
  const read = {
    "read /etc/etcd.yaml": ok(content),
    "read /proc/374/root/etc/etcd.yaml": ok(content),
    ...list("/data"),
  };

  it("alone counts, however it is named, and its files are looked for", async () => {
    for (const running of [process([...named, "--data-dir=/x"]), process([], { ETCD_CONFIG_FILE: "/etc/etcd.yaml" })]) {
      const { config, data: directories, files } = await probe(read, nothing, here([running]));
      expect(config).toMatchObject({ state: "present", value: { path: "/etc/etcd.yaml" } });
      expect(directories).toMatchObject({ value: [{ walk: { value: { root: "/data" } } }] });
      expect(files).toEqual(["/etc/etcd/a.crt", "/etc/etcd/a.key"]);
    }
  });

  it("is absent where nothing names one, unknown where the environment may", async () => {
    const stateOf = async (running: Invocation, recording: Recording = {}) =>
      (await probe(recording, nothing, here([running]))).config.state;
    expect(await stateOf(process(["--data-dir=/data"]), list("/data"))).toBe("absent");
    expect(await stateOf(process([], "unread"))).toBe("unknown");
    expect(await stateOf(process(named, "unread"), read)).toBe("present");
  });

  it("is unknown where two etcd name different ones, and so are their directories", async () => {
    const two = here([process(named), process(["--config-file=/other.yaml"])]);
    const { config, files } = await probe({}, nothing, two);
    expect(config.state).toBe("unknown");
    expect(await dataOf({}, nothing, two)).toEqual([["data", "unknown"]]);
    expect(files).toEqual([]);
  });
});

it("files are found by variables too, as the manifest mounts them", async () => {
  const env = { ETCD_CERT_FILE: "/var/lib/etcd/a.crt", ETCD_PEER_KEY_FILE: "/elsewhere/a.key" };
  const { files } = await probe(list("/srv/etcd"), here([manifest([data], env)]), here([process([data], env)]));
  expect([...new Set(files)]).toEqual(["/srv/etcd/a.crt"]);
});
