import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseLabels } from "../../../src/probes/parse/label-lines.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { type ReaderShell, readerShells, sourceWithPath } from "./reader-shells.ts";
import { toolFolder } from "./reader-tools.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-labels-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Described = {
  readonly label: string;
  readonly cgroup: string;
  readonly exe?: string;
  /** CapBnd of /proc/PID/status. */
  readonly bounding?: string;
  /** Namespaces that it shares with PID 1. */
  readonly shares?: readonly string[];
};

const id = "0123456789abcdef".repeat(4);
const pod = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
const cgroupfs = `0::/kubepods/burstable/pod${pod}/${id}`;
const slice = `0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${pod.replaceAll("-", "_")}.slice`;
const few = "00000000a80425fb";
const all = "000001ffffffffff";

/** A node's /proc and /sys; PID 1 is its first process. */
function nodeWith(name: string, processes: readonly Described[], sys: Readonly<Record<string, string>> = {}): string {
  const folder = join(root, name);
  for (const [index, one] of [{ label: "", cgroup: "0::/init.scope" }, ...processes].entries()) {
    const { label, cgroup, exe = "/app", bounding = few, shares = [] }: Described = one;
    const process = join(folder, "proc", String(index + 1));
    mkdirSync(join(process, "attr"), { recursive: true });
    mkdirSync(join(process, "ns"));
    writeFileSync(join(process, "cmdline"), "x");
    writeFileSync(join(process, "cgroup"), `${cgroup}\n`);
    writeFileSync(join(process, "attr/current"), label);
    writeFileSync(join(process, "status"), `Name:\tx\nCapBnd:\t${bounding}\nSeccomp:\t2\n`);
    symlinkSync(exe, join(process, "exe"));
    for (const namespace of ["pid", "ipc"]) {
      const path = join(process, "ns", namespace);
      if (shares.includes(namespace)) linkSync(join(folder, "proc/1/ns", namespace), path);
      else writeFileSync(path, "");
    }
  }
  for (const [path, text] of Object.entries(sys)) {
    mkdirSync(join(folder, "sys", path, ".."), { recursive: true });
    writeFileSync(join(folder, "sys", path), text);
  }
  return folder;
}

const profile = "cri-containerd.apparmor.d (enforce)";
const appArmor = nodeWith(
  "apparmor",
  [
    { label: `${profile}\n`, cgroup: cgroupfs },
    { label: `${profile}\n`, cgroup: `${slice}/cri-containerd-${id}.scope` },
    { label: "unconfined\n", cgroup: `${slice}/crio-${id}.scope`, bounding: all },
    { label: "crio-default (enforce)\n", cgroup: `3:cpu:/\n2:memory:/kubepods/pod${pod}/${id}` },
    // What the runtime leaves alone, and what is no container of the kubelet's.
    { label: "pause\n", cgroup: cgroupfs, exe: "/pause" },
    { label: "starts\n", cgroup: cgroupfs, exe: "/memfd:runc_cloned:/proc/self/exe (deleted)" },
    { label: "sandbox\n", cgroup: cgroupfs, exe: "/usr/local/bin/runsc" },
    { label: "hostpid\n", cgroup: cgroupfs, shares: ["pid"] },
    { label: "hostipc\n", cgroup: cgroupfs, shares: ["ipc"] },
    { label: "conmon\n", cgroup: `${slice}/crio-conmon-${id}.scope` },
    { label: "nested\n", cgroup: `${cgroupfs}/kubepods/pod${pod}/${id}` },
    { label: "below\n", cgroup: `${cgroupfs}/init.scope` },
    { label: "docker\n", cgroup: `0::/docker/${id}` },
    { label: "kubelet\n", cgroup: "0::/system.slice/kubelet.service" },
    { label: "", cgroup: cgroupfs },
  ],
  { "module/apparmor/parameters/mode": "complain\n", "module/apparmor/parameters/enabled": "Y\n" },
);
const seLinux = nodeWith(
  "selinux",
  [
    { label: "system_u:system_r:container_t:s0:c1,c2\0", cgroup: cgroupfs },
    { label: "system_u:system_r:container_t:s0:c3,c4\0", cgroup: cgroupfs },
    { label: "system_u:system_r:spc_t:s0\0", cgroup: cgroupfs, bounding: all },
  ],
  { "fs/selinux/enforce": "1", "module/apparmor/parameters/mode": "" },
);
symlinkSync("/sys/kernel/notes", join(root, "to-notes"));

const on = (source: string, node: string): string =>
  source
    .replaceAll(/\/proc\/(?!sys\/kernel\/random\/|self\/)/g, `${node}/proc/`)
    .replaceAll(/(?<!proc)\/sys\//g, `${node}/sys/`);

/** The shells, and the awks that a node may have besides the one of this machine. */
function everywhere(): readonly Omit<ReaderShell, "file">[] {
  const awks = ["mawk", "original-awk"].filter((awk) =>
    requireTools(`labels with ${awk}`, [{ command: awk, package: awk }]),
  );
  const withAwks = awks.map((awk): Omit<ReaderShell, "file"> => {
    const folder = toolFolder(["base64", "sha256sum"]);
    rmSync(join(folder, "awk"));
    symlinkSync(`/usr/bin/${awk}`, join(folder, "awk"));
    return { name: awk, shell: ["/bin/sh", "-s"], source: sourceWithPath(folder) };
  });
  return [...readerShells(), ...withAwks];
}

for (const { name, shell, source } of everywhere()) {
  describe(`labels under ${name}`, () => {
    const labels = async (node: string) => {
      const { answers } = await askReader(shell, [{ verb: "labels", argument: "" }], on(source, node));
      return parseLabels(Buffer.from(textOf(answers[0])));
    };

    it("are AppArmor's of the kubelet's containers, each once, with its own mode", async () => {
      const other = ["hostipc", "hostpid", "pause", "sandbox", "starts", "unconfined"];
      expect(await labels(appArmor)).toEqual({
        appArmorMode: "complain",
        labels: [
          ...[profile, "crio-default (enforce)"].map((label) => ({ label, limited: true })),
          ...other.map((label) => ({ label, limited: false })),
        ],
      });
    });

    it("are SELinux's without their levels", async () => {
      expect(await labels(seLinux)).toEqual({
        labels: [
          { label: "system_u:system_r:container_t", limited: true },
          { label: "system_u:system_r:spc_t", limited: false },
        ],
      });
    });

    it("are of this machine as far as it shows them", async () => {
      const { answers } = await askReader(shell, [{ verb: "labels", argument: "" }], source);
      expect(parseLabels(Buffer.from(textOf(answers[0]))).labels.length).toBeLessThan(100);
    });

    it("stand beside two switches of the kernel and its boot id, the only files that are read of what it makes up", async () => {
      const read = (path: string) => ({ verb: "read", argument: path }) as const;
      const switches = [
        [seLinux, "sys/fs/selinux/enforce", "1\n"],
        [appArmor, "sys/module/apparmor/parameters/enabled", "Y\n"],
      ] as const;
      for (const [folder, path, text] of switches) {
        const { answers } = await askReader(shell, [read(join(folder, path))], on(source, folder));
        // How large such a file is nobody says before it is read, so neither whether its line has an end.
        expect(textOf(answers[0])).toBe(text);
      }
      const boot = "/proc/sys/kernel/random/boot_id";
      expect(textOf((await askReader(shell, [read(boot)], source)).answers[0])).toBe(readFileSync(boot, "utf8"));
      const { answers } = await askReader(shell, [read("/sys/kernel/notes"), read(join(root, "to-notes"))], source);
      for (const answer of answers) expect(answer).toMatchObject({ state: "failed", message: "not a regular file" });
    });
  });
}

describe("an answer on labels", () => {
  it.each([
    ["complete|no|hidden\n", /not all processes are seen: hidden/],
    ["complete|yes\nx|limited|a\n", /not a label/],
    ["", /not all processes/],
  ])("is refused: %j", (text, message) => {
    expect(() => parseLabels(Buffer.from(text))).toThrow(message);
  });
});
