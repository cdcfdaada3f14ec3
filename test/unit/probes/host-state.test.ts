import { describe, expect, it } from "vitest";
import { fromRecorded, type Recording } from "../../../src/connect/recordings/recording.ts";
import { describeRequest, type HostSession } from "../../../src/connect/session.ts";
import { knownServices } from "../../../src/evidence/known-services.ts";
import { present } from "../../../src/evidence/observed.ts";
import type { HostProcess } from "../../../src/evidence/processes.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeHostState } from "../../../src/probes/node/host-state.ts";
import { probeSeccompProfiles } from "../../../src/probes/node/seccomp-profiles.ts";
import { denied, here, nothing, processOf, source, sshDaemon } from "../../support/facts.ts";

type Answers = Recording;
type Recorded = Recording[string];
const ok = (text: string): Recorded => ({ state: "ok", text });
const deniedAnswer: Recorded = { state: "failed", cause: "permission-denied", message: "Permission denied" };
const directory = (path: string) => `e|41ed|0|0|root|root|${path}/\n`;
const file = (path: string) => `e|81a4|0|0|root|root|${path}/\n`;

const unitNames = Object.keys(knownServices);
const units = (running: Readonly<Record<string, number>>): Answers => ({
  [`unit ${unitNames.join(" ")}`]: ok(
    unitNames
      .map((id) =>
        id in running
          ? `Id=${id}\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\nMainPID=${running[id]}\n`
          : `Id=${id}\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n`,
      )
      .join("\n"),
  ),
});

/** A node that answers as given; what is not given is not there. */
const asked = (answers: Answers) => {
  const all = { ...units({}), ...answers };
  const session: HostSession = {
    ask: async (request) => fromRecorded(all[describeRequest(request)] ?? { state: "absent" }),
    failure: () => undefined,
    close: () => undefined,
  };
  return asking(session, "n1");
};
const probe = (answers: Answers, processes: readonly HostProcess[] = []) =>
  probeHostState(asked(answers), Promise.resolve(present(processes, source)));

const process = (exe: string, uid: number, more: Partial<HostProcess> = {}): HostProcess =>
  sshDaemon({ exe, uid, argv: [exe], ...more });

describe("services and engines", () => {
  it("keeps the services that are there, and the owner of an engine's main process without its number", async () => {
    const seen = await probe({
      ...units({ "containerd.service": 41, "rsyslog.service": 42 }),
      "stat /proc/41": ok("e|416d|0|0|root|root|/proc/41/\n"),
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

  it.each<readonly [string, Recorded]>([
    ["ended meanwhile", { state: "absent" }],
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
    const without: Recorded = { state: "failed", cause: "unsupported", message: "systemd does not run this node" };
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
            .map((name) => file(`/etc/cni/net.d/${name}`))
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

  it.each<readonly [string, Recorded, string]>([
    ["no directory", { state: "absent" }, "absent"],
    ["one that may not be listed", deniedAnswer, "unknown"],
  ])("%s", async (_, answer, state) => {
    expect((await configurations({ "list /etc/cni/net.d": answer })).state).toBe(state);
  });
});

describe("the journal", () => {
  const journal = async (answers: Answers) => (await probe(answers))["host.journal"];
  const text = (storage: string) => ok(`# Storage=none\n[Journal]\nStorage=${storage}\n`);
  const dropIn = (place: string, ...names: readonly string[]): Answers => ({
    [`list /${place}/systemd/journald.conf.d`]: ok(
      directory(`/${place}/systemd/journald.conf.d`) +
        names.map((name) => file(`/${place}/systemd/journald.conf.d/${name}`)).join(""),
    ),
  });

  it.each<readonly [string, Answers, string | undefined]>([
    ["nothing is set", {}, undefined],
    ["the file sets it", { "read /etc/systemd/journald.conf": text("persistent") }, "persistent"],
    [
      "the distribution's file is not read beside the site's",
      { "read /etc/systemd/journald.conf": ok("[Journal]\n"), "read /usr/lib/systemd/journald.conf": text("none") },
      undefined,
    ],
    [
      "a drop-in counts after the file, by name",
      {
        "read /etc/systemd/journald.conf": text("persistent"),
        ...dropIn("etc", "10-a.conf", "readme"),
        "read /etc/systemd/journald.conf.d/10-a.conf": text("volatile"),
        ...dropIn("usr/lib", "20-b.conf"),
        "read /usr/lib/systemd/journald.conf.d/20-b.conf": text("auto"),
      },
      "auto",
    ],
    [
      "the site's drop-in takes the place of the distribution's",
      {
        ...dropIn("etc", "10-a.conf"),
        "read /etc/systemd/journald.conf.d/10-a.conf": text("persistent"),
        ...dropIn("usr/lib", "10-a.conf"),
        "read /usr/lib/systemd/journald.conf.d/10-a.conf": text("volatile"),
      },
      "persistent",
    ],
    [
      "a file further down is no drop-in",
      {
        ...dropIn("etc", "old.d/10-a.conf"),
        "read /etc/systemd/journald.conf.d/old.d/10-a.conf": text("persistent"),
      },
      undefined,
    ],
    [
      "a line that goes on is no line of its own",
      { "read /etc/systemd/journald.conf": ok("[Journal]\nMaxLevelStore=info\\\nStorage=persistent\n") },
      undefined,
    ],
    ["another section's is another", { "read /etc/systemd/journald.conf": ok("[Other]\nStorage=none\n") }, undefined],
    ["an empty one takes it back", { "read /etc/systemd/journald.conf": text("") }, undefined],
  ])("%s", async (_, answers, storage) => {
    const seen = await journal(answers);
    if (seen.state !== "present") throw new Error(seen.state);
    expect(seen.value.storage?.value).toBe(storage);
  });

  it.each<readonly [string, Answers, boolean, boolean]>([
    ["nowhere", {}, false, false],
    ["on disk", { "stat /var/log/journal": ok(directory("/var/log/journal")) }, true, false],
    [
      "in memory",
      {
        "list /run/log/journal": ok(
          directory("/run/log/journal") + file(`/run/log/journal/${"a".repeat(32)}/system.journal`),
        ),
      },
      false,
      true,
    ],
    [
      "another namespace's in memory",
      {
        "list /run/log/journal": ok(
          directory("/run/log/journal") + file(`/run/log/journal/${"a".repeat(32)}.app/system.journal`),
        ),
      },
      false,
      false,
    ],
  ])("is %s", async (_, answers, hasDirectory, isInMemory) => {
    expect(await journal(answers)).toMatchObject({ value: { hasDirectory, isInMemory } });
  });

  it.each<readonly [string, Answers, boolean | undefined]>([
    ["set", { "read /etc/systemd/journald.conf": ok("[Journal]\nForwardToSyslog=yes\n") }, true],
    [
      "set to no",
      { "read /etc/systemd/journald.conf": ok("#ForwardToSyslog=yes\n[Journal]\nForwardToSyslog=no\n") },
      false,
    ],
    [
      "set by a drop-in",
      {
        "read /etc/systemd/journald.conf": ok("[Journal]\n#ForwardToSyslog=no\n"),
        ...dropIn("usr/lib", "syslog.conf"),
        "read /usr/lib/systemd/journald.conf.d/syslog.conf": ok("[Journal]\nForwardToSyslog=true\n"),
      },
      true,
    ],
    [
      "the default that the file shows",
      { "read /usr/lib/systemd/journald.conf": ok("[Journal]\n#ForwardToSyslog=yes\n") },
      true,
    ],
    ["not known by a file that does not show it", { "read /etc/systemd/journald.conf": ok("[Journal]\n") }, undefined],
  ])("passes to syslog what is %s", async (_, answers, passesToSyslog) => {
    const seen = await journal(answers);
    expect(seen.state === "present" && seen.value.passesToSyslog).toBe(passesToSyslog);
  });

  it("is not known where a file was not seen, or vanished", async () => {
    expect((await journal({ "read /etc/systemd/journald.conf": deniedAnswer })).state).toBe("unknown");
    expect((await journal(dropIn("etc", "10-a.conf"))).state).toBe("unknown");
  });
});

describe("security modules", () => {
  const modules = async (answers: Answers) => (await probe(answers))["host.security-modules"];
  const enforce = "read /sys/fs/selinux/enforce";
  const enabled = "read /sys/module/apparmor/parameters/enabled";

  it("says what is there", async () => {
    expect(await modules({ "stat /sys/kernel/security/lsm": ok(file("/sys/kernel/security/lsm")) })).toMatchObject({
      value: { securityfs: true, appArmor: false, appArmorParser: false, seLinux: false },
    });
  });

  it.each<readonly [string, Answers, object]>([
    ["AppArmor that is on", { [enabled]: ok("Y\n") }, { appArmorEnabled: true, seLinux: false }],
    ["AppArmor that is off", { [enabled]: ok("N\n") }, { appArmorEnabled: false }],
    ["SELinux that enforces", { [enforce]: ok("1") }, { seLinux: true, seLinuxEnforces: true }],
    [
      "SELinux that does not, and what is configured",
      { [enforce]: ok("0"), "read /etc/selinux/config": ok("# SELINUX=disabled\nSELINUX=permissive\nSELINUXTYPE=x\n") },
      { seLinux: true, seLinuxEnforces: false, seLinuxConfigured: "permissive" },
    ],
  ])("says of %s what the kernel says", async (_, answers, value) => {
    expect(await modules(answers)).toMatchObject({ value });
  });

  it.each<readonly [string, Answers]>([
    ["could not be looked at", { "stat /sys/kernel/security/apparmor": deniedAnswer }],
    ["could not be read", { [enabled]: deniedAnswer }],
    ["is none that the kernel writes", { [enforce]: ok("on") }],
  ])("is not known where one %s", async (_, answers) => {
    expect((await modules(answers)).state).toBe("unknown");
  });
});

describe("labels of containers", () => {
  it("are those that the reader shows", async () => {
    const { "host.container-labels": labels } = await probe({
      labels: ok("complete|yes\nmode|enforce\nl|limited|a b\n"),
    });
    expect(labels).toMatchObject({ value: { appArmorMode: "enforce", labels: [{ label: "a b", limited: true }] } });
  });
});

describe("seccomp profiles", () => {
  const profiles = (answers: Answers, flags: readonly string[] = []) =>
    probeSeccompProfiles(
      asked(answers),
      here([{ ...processOf(["kubelet", ...flags]), mounts: [{ mountPath: "/", hostPath: "/" }] }]),
    );

  it("says of each whether it records", async () => {
    const root = "/data/kubelet/seccomp";
    const seen = await profiles(
      {
        [`list ${root}`]: ok(
          [root, `${root}/p`].map(directory).join("") +
            ["p/a.json", "b.json", "c.json"].map((name) => file(`${root}/${name}`)).join(""),
        ),
        [`read ${root}/p/a.json`]: ok('{"defaultAction":"SCMP_ACT_LOG"}'),
        [`read ${root}/b.json`]: ok('{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"action":"SCMP_ACT_ALLOW"}]}'),
        [`read ${root}/c.json`]: ok("audit"),
      },
      ["--root-dir=/data/kubelet/"],
    );
    if (seen.state !== "present") throw new Error(seen.state);
    expect(seen.value.map(({ path, logs }) => [path, logs.state === "present" ? logs.value : logs.state])).toEqual([
      [`${root}/b.json`, false],
      [`${root}/c.json`, "unknown"],
      [`${root}/p/a.json`, true],
    ]);
  });

  it("are absent without a directory or a kubelet, and unknown where the kubelet is", async () => {
    expect((await profiles({})).state).toBe("absent");
    expect((await probeSeccompProfiles(asked({}), nothing)).state).toBe("absent");
    expect((await probeSeccompProfiles(asked({}), denied)).state).toBe("unknown");
    expect((await profiles({ "list /var/lib/kubelet/seccomp": deniedAnswer })).state).toBe("unknown");
  });
});
