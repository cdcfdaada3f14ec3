import { describe, expect, it } from "vitest";
import type { RecordedAnswer, Recording } from "../../../src/connect/recordings/recording.ts";
import { absent, type Observed, present, unknown } from "../../../src/evidence/observed.ts";
import type { Invocation } from "../../../src/evidence/processes.ts";
import { probeKubeProxyKubeconfig } from "../../../src/probes/node/kube-proxy.ts";
import { processOf } from "../../support/facts.ts";
import { asked } from "./asked-host.ts";
import { gone, ok, statLine } from "./recorded-answers.ts";

const directory = "/var/lib/kube-proxy";
const config = `${directory}/config.conf`;
const kubeconfig = `${directory}/kubeconfig.conf`;
const source = { host: "n1", request: "processes" };

const kubeProxy = (flags: readonly string[], pid = 33): Invocation => ({
  ...processOf(["/usr/local/bin/kube-proxy", ...flags]),
  source: { ...source, pid },
});

type Kind = "file" | "directory" | "link";
const modes = { file: "81a4", directory: "41ed", link: "a1ff" } as const;

/** What stat says of a path in the root of a process; a link with what it leads to. */
const stat = (kind: Kind, path: string, pid = 33, mode = "81a4"): RecordedAnswer => {
  const own = `/proc/${pid}/root${path}`;
  if (kind !== "link") return ok(statLine(own, kind === "file" ? mode : modes.directory));
  return ok(statLine(own, modes.link) + statLine(own, mode).replace("e|", "t|"));
};

/** Directories on the way, and what else is there. */
const filesOf = (pid: number, files: Recording): Recording => ({
  ...Object.fromEntries(
    ["/var", "/var/lib", directory].map((path) => [`stat /proc/${pid}/root${path}`, stat("directory", path, pid)]),
  ),
  ...Object.fromEntries(Object.entries(files).map(([key, what]) => [key.replace(" ", ` /proc/${pid}/root`), what])),
});

const yaml = (...lines: readonly string[]): string =>
  ["apiVersion: kubeproxy.config.k8s.io/v1alpha1", "kind: KubeProxyConfiguration", ...lines, ""].join("\n");
const naming = yaml("clientConnection:", "  burst: 0", `  kubeconfig: ${kubeconfig}`);

/** kubeadm's ConfigMap volume. */
const volume = (pid = 33, mode = "81a4"): Recording => ({
  [`stat ${directory}/..data`]: stat("link", `${directory}/..data`, pid, modes.directory),
  [`stat ${config}`]: stat("link", config, pid),
  [`read ${config}`]: ok(naming),
  [`stat ${kubeconfig}`]: stat("link", kubeconfig, pid, mode),
});

const probe = (files: Recording, process: Observed<readonly Invocation[]>) =>
  probeKubeProxyKubeconfig(asked(files), process);
const probeOne = (files: Recording, ...flags: readonly string[]) =>
  probe(filesOf(33, files), present([kubeProxy(flags)], source));

const byConfig = `--config=${config}`;
const denied: RecordedAnswer = {
  state: "failed",
  cause: "permission-denied",
  message: `head: cannot open '/proc/33/root${config}'`,
};

describe("the kubeconfig of kube-proxy", () => {
  it("is what the configuration names, seen through the process's root", async () => {
    const fact = await probeOne(volume(), byConfig, "--hostname-override=cp1");
    expect(fact).toMatchObject({
      state: "present",
      value: {
        path: kubeconfig,
        namedBy: `clientConnection.kubeconfig in ${config} of kube-proxy`,
        stat: {
          state: "present",
          value: { path: kubeconfig, type: "symlink", uid: 0, target: { path: kubeconfig, type: "file", mode: 0o644 } },
          source: { host: "n1", request: `stat /proc/PID/root${kubeconfig}`, file: kubeconfig, pid: 33 },
        },
      },
    });
    expect(JSON.stringify(fact)).not.toContain("/proc/33");
  });

  it("is not what --kubeconfig says beside --config", async () => {
    expect(await probeOne(volume(), byConfig, "--kubeconfig=/etc/other.conf")).toMatchObject({
      value: { path: kubeconfig },
    });
  });

  it("is what --kubeconfig says without --config", async () => {
    const files = {
      "stat /etc": stat("directory", "/etc"),
      "stat /etc/proxy.conf": stat("file", "/etc/proxy.conf"),
    };
    expect(await probeOne(files, "--config=", "--kubeconfig", "/etc/proxy.conf")).toMatchObject({
      value: { path: "/etc/proxy.conf", namedBy: "--kubeconfig of kube-proxy", stat: { value: { mode: 0o644 } } },
    });
  });

  it("is known not to exist", async () => {
    const { [`stat ${kubeconfig}`]: _, ...files } = volume();
    expect(await probeOne(files, byConfig)).toMatchObject({ value: { path: kubeconfig, stat: { state: "absent" } } });
  });

  it.each([
    ["no flag", {}, []],
    ["no clientConnection", { [`read ${config}`]: ok(yaml("mode: iptables")) }, [byConfig]],
    ["an empty name", { [`read ${config}`]: ok(yaml("clientConnection:", '  kubeconfig: ""')) }, [byConfig]],
    ["null", { [`read ${config}`]: ok(yaml("clientConnection:", "  kubeconfig:")) }, [byConfig]],
  ])("is none with %s", async (_, files, flags) => {
    expect(await probeOne({ ...volume(), ...files }, ...flags)).toMatchObject({ state: "absent" });
  });

  it.each([
    ["the configuration missing", { [`read ${config}`]: gone }, "unparseable"],
    ["the configuration unreadable", { [`read ${config}`]: denied }, "permission-denied"],
    ["no YAML", { [`read ${config}`]: ok("a: b: c") }, "unparseable"],
    ["two documents", { [`read ${config}`]: ok(`${naming}---\n${naming}`) }, "unparseable"],
    ["another kind", { [`read ${config}`]: ok(naming.replace("KubeProxy", "Kubelet")) }, "unparseable"],
    ["a list for a name", { [`read ${config}`]: ok(yaml("clientConnection:", "  kubeconfig: [a]")) }, "unparseable"],
    ["a relative path", { [`read ${config}`]: ok(yaml("clientConnection: {kubeconfig: a.conf}")) }, "unsupported"],
    [
      "a path that climbs",
      { [`read ${config}`]: ok(yaml("clientConnection: {kubeconfig: /var/../a}")) },
      "unsupported",
    ],
    ["a link that may be absolute", { [`stat ${directory}/..data`]: gone }, "unsupported"],
    ["a link above it", { "stat /var": stat("link", "/var", 33, modes.directory) }, "unsupported"],
    ["a directory above it unseen", { "stat /var": denied }, "permission-denied"],
  ])("is unknown with %s", async (_, files: Recording, reason) => {
    const fact = await probeOne({ ...volume(), ...files }, byConfig);
    expect(fact).toMatchObject({ state: "unknown", reason });
    expect(JSON.stringify(fact)).not.toContain("/proc/33");
  });

  it("is unknown in its mode where it cannot be looked at", async () => {
    const fact = await probeOne({ ...volume(), [`stat ${kubeconfig}`]: denied }, byConfig);
    expect(fact).toMatchObject({ value: { stat: { state: "unknown", reason: "permission-denied" } } });
    expect(JSON.stringify(fact)).not.toContain("/proc/33");
  });

  it("is none without a process, and unknown without a process list", async () => {
    expect(await probe({}, absent(source))).toMatchObject({ state: "absent" });
    expect(await probe({}, unknown("timed-out", "slow", source))).toMatchObject({ state: "unknown" });
  });

  it("is unknown where a command line can be read in two ways", async () => {
    expect(await probeOne(volume(), "--masquerade", byConfig)).toMatchObject({ reason: "unsupported" });
  });

  it.each([
    ["the same", "81a4", { state: "present", value: { path: kubeconfig } }],
    ["different ones", "81b6", { state: "unknown", reason: "unsupported" }],
  ])("is one where two processes use %s", async (_, mode, expected) => {
    const both = { ...filesOf(33, volume(33)), ...filesOf(34, volume(34, mode)) };
    const fact = await probe(both, present([kubeProxy([byConfig]), kubeProxy([byConfig], 34)], source));
    expect(fact).toMatchObject(expected);
  });
});
