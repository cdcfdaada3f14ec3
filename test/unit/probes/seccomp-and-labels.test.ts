import { describe, expect, it } from "vitest";
import { probeSeccompProfiles } from "../../../src/probes/node/seccomp-profiles.ts";
import { denied, here, nothing, processOf } from "../../support/facts.ts";
import { type Answers, asked, probe } from "./asked-host.ts";
import { deniedAnswer, directory, ok, statLine } from "./recorded-answers.ts";

describe("security modules", () => {
  const modules = async (answers: Answers) => (await probe(answers))["host.security-modules"];
  const enforce = "read /sys/fs/selinux/enforce";
  const enabled = "read /sys/module/apparmor/parameters/enabled";

  it("says what is there", async () => {
    expect(await modules({ "stat /sys/kernel/security/lsm": ok(statLine("/sys/kernel/security/lsm")) })).toMatchObject({
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

describe("the boot id", () => {
  const bootId = async (text: string) =>
    (await probe({ "read /proc/sys/kernel/random/boot_id": ok(text) }))["host.boot-id"];

  it("is the kernel's", async () => {
    const id = "5b2e8fd1-7e51-4c52-9a0a-0d1a4c1f2b3c";
    expect(await bootId(`${id}\n`)).toMatchObject({ state: "present", value: id });
    expect(await bootId(id.toUpperCase())).toMatchObject({ value: id });
  });

  it.each(["", "x", "5b2e8fd1-7e51-4c52-9a0a-0d1a4c1f2b3c0", " 5b2e8fd17e514c529a0a0d1a4c1f2b3c"])(
    "is not known where the file holds %j",
    async (text) => {
      expect(await bootId(text)).toMatchObject({ state: "unknown", reason: "unparseable" });
    },
  );
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
            ["p/a.json", "b.json", "c.json"].map((name) => statLine(`${root}/${name}`)).join(""),
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
