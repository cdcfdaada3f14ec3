import { describe, expect, it } from "vitest";
import type { RecordedAnswer } from "../../../src/connect/recordings/recording.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { sshDaemon } from "../../support/facts.ts";
import { type Answers, probe, unitNames, units } from "./asked-host.ts";
import { deniedAnswer, directory, gone, ok, statLine } from "./recorded-answers.ts";

const process = (exe: string, uid: number, more: Partial<HostProcess> = {}): HostProcess =>
  sshDaemon({ exe, uid, argv: [exe], ...more });

describe("services and engines", () => {
  it("keeps the services that are there, and the owner of an engine's main process without its number", async () => {
    const seen = await probe({
      ...units({ "containerd.service": 41, "rsyslog.service": 42 }),
      "stat /proc/41": ok(statLine("/proc/41", "416d")),
    });
    expect(seen["host.services"]).toMatchObject({
      value: [{ id: "containerd.service", activeState: "active" }, { id: "rsyslog.service" }],
    });
    expect(seen["host.engines"]).toMatchObject({ value: [{ program: "containerd", uid: 0 }] });
    expect(JSON.stringify(seen)).not.toContain("41");
  });

  it("finds engines that other programs start, and none of nested clusters", async () => {
    const { "host.engines": engines } = await probe({}, [
      process("/var/lib/rancher/rke2/bin/containerd", 0),
      process("/usr/local/bin/k3s", 1000, { argv: ["k3s", "server", "--rootless"] }),
      process("/usr/bin/dockerd", 0, { hostNetwork: false }),
    ]);
    expect(engines).toMatchObject({
      value: [
        { program: "K3s, rootless", uid: 1000 },
        { program: "containerd", uid: 0 },
      ],
    });
  });

  it.each<readonly [string, RecordedAnswer]>([
    ["ended meanwhile", gone],
    ["hidden", deniedAnswer],
  ])("does not know the owner of one that is %s, and names no process", async (_, answer) => {
    const { "host.engines": engines } = await probe({ ...units({ "crio.service": 41 }), "stat /proc/41": answer });
    expect(engines.state).toBe("unknown");
    expect(JSON.stringify(engines)).not.toContain("41");
  });

  it("does not know as whom an engine runs that is active without a main process", async () => {
    const seen = await probe(units({ "docker.service": 0 }), [process("/usr/bin/containerd", 1000)]);
    expect(seen["host.engines"]).toMatchObject({
      state: "unknown",
      message: expect.stringContaining("docker.service"),
    });
  });

  it("knows nothing of services where systemd does not run, and then of no engine either", async () => {
    const without: RecordedAnswer = {
      state: "failed",
      cause: "unsupported",
      message: "systemd does not run this node",
    };
    const seen = await probe({ [`unit ${unitNames.join(" ")}`]: without });
    expect([seen["host.services"].state, seen["host.engines"].state]).toEqual(["unknown", "unknown"]);
  });
});

describe("network configurations", () => {
  const configurations = async (answers: Answers) => (await probe(answers))["host.cni"];

  it("gives the plugins of each, in the order in which runtimes take them", async () => {
    const cni = await configurations({
      "list /etc/cni/net.d": ok(
        directory("/etc/cni/net.d") +
          ["20-b.conf", "10-a.conflist", "00-multus.conf", "calico-kubeconfig", "old/x.conf", "30-bad.json"]
            .map((name) => statLine(`/etc/cni/net.d/${name}`))
            .join(""),
      ),
      "read /etc/cni/net.d/10-a.conflist": ok('{"plugins":[{"type":"calico"},{"type":"portmap"}]}'),
      "read /etc/cni/net.d/20-b.conf": ok('{"type":"bridge"}'),
      "read /etc/cni/net.d/00-multus.conf": ok('{"type":"multus","delegates":[{"type":"flannel"}]}'),
      "read /etc/cni/net.d/30-bad.json": ok('{"plugins":[]}'),
    });
    if (cni.state !== "present") throw new Error(cni.state);
    const shown = cni.value.map(({ file: path, plugins }) => [
      path.slice("/etc/cni/net.d/".length),
      plugins.state === "present" ? plugins.value : plugins.state,
    ]);
    expect(shown).toEqual([
      ["00-multus.conf", ["multus", "flannel"]],
      ["10-a.conflist", ["calico", "portmap"]],
      ["20-b.conf", ["bridge"]],
      ["30-bad.json", "unknown"],
    ]);
  });

  it.each<readonly [string, RecordedAnswer, string]>([
    ["no directory", gone, "absent"],
    ["one that may not be listed", deniedAnswer, "unknown"],
  ])("%s", async (_, answer, state) => {
    expect((await configurations({ "list /etc/cni/net.d": answer })).state).toBe(state);
  });
});
