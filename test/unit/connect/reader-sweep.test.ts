import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeAnswer } from "../../../src/connect/reader-session/frames.ts";
import { fromRecorded, type Recording } from "../../../src/connect/recordings/recording.ts";
import { parseSweep, type Sweep } from "../../../src/connect/recordings/sweep-file.ts";
import { knownServices } from "../../../src/evidence/known-services.ts";
import { processLines } from "../../support/process-lines.ts";
import { nodeRecording } from "../../support/recordings.ts";
import { type ReaderShell, readerShells, unprivileged } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-sweep-"));
execFileSync("chmod", ["755", root]);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** Runs a reader program as somebody at a console does: `sh reader.sh sweep`. */
async function run({ shell }: Pick<ReaderShell, "shell">, source: string) {
  const file = join(root, "reader.sh");
  writeFileSync(file, source);
  const [program, ...args] = shell.filter((word) => word !== "-s");
  const child = spawn(program ?? "sh", [...args, file, "sweep"], { stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
  const status = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [content, said] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  return { content, said, status: await status };
}

async function sweep(shell: ReaderShell, source = shell.file): Promise<Sweep> {
  const { content, said, status } = await run(shell, source);
  const parsed = parseSweep(content);
  if (parsed.state !== "ok" || status !== 0) throw new Error(`${JSON.stringify(parsed).slice(0, 200)} ${said}`);
  return parsed.sweep;
}

/** The reader on a node that answers as given; what is not given does not exist there. */
function readerOn(source: string, node: Recording): string {
  const folder = mkdtempSync(join(root, "node-"));
  for (const [request, recorded] of Object.entries(node)) {
    const [state, payload] = encodeAnswer(fromRecorded(recorded));
    const answer = join(folder, sha256(request));
    mkdirSync(answer);
    writeFileSync(join(answer, "state"), state);
    writeFileSync(join(answer, "text"), payload.toString("base64"));
  }
  const answer = `answer() {
    id=$1 key=$(printf %s "$2\${3:+ $3}" | sha256sum)
    if [ -d "${folder}/\${key%% *}" ]; then frame "$(cat "${folder}/\${key%% *}/state")" "$(cat "${folder}/\${key%% *}/text")"
    else tell absent 'No such file or directory'; fi
  }`;
  writeFileSync(join(folder, "status"), "Name:\tc\nUid:\t0\t0\t0\t0\n");
  return source
    .replace(/^answer\(\) \{[\s\S]*?^\}/m, () => answer)
    .replace('"/proc/$pid/status")', `"${folder}/status")`);
}

const ok = (lines: string) => ({ state: "ok", text: lines }) as const;
const processLine = (pid: number, network: string, argv: readonly string[]): string =>
  processLines({ pid, network, argv });

const isRoot = process.getuid?.() === 0;

/** Starts what calls itself a kubelet and is not root's, with flags that name root's files; it ends with its standard input. */
async function pretendKubelet() {
  mkdirSync(join(root, "theirs"), { recursive: true });
  writeFileSync(join(root, "theirs/secret"), "hidden: yes\n", { mode: 0o600 });
  writeFileSync(join(root, "theirs/open"), `authentication:\n  x509:\n    clientCAFile: ${root}/theirs/secret\n`);
  const flags = [
    `--config=${root}/theirs/secret`,
    `--config=${root}/theirs/open`,
    `--client-ca-file=${root}/theirs/secret`,
  ];
  const script = `exec setpriv --reuid=65534 --regid=65534 --clear-groups bash -c 'exec -a kubelet bash -c "echo; read x" kubelet ${flags.join(" ")}'`;
  const pretender = spawn("bash", ["-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  await new Promise((resolve) => pretender.stdout.once("data", resolve));
  return pretender;
}

for (const shell of readerShells()) {
  describe(`a sweep under ${shell.name}`, () => {
    // A sweep looks at the whole machine, which takes a while: one is taken, and two tests read it.
    let taken: Sweep;
    beforeAll(async () => {
      const pretender = isRoot ? await pretendKubelet() : undefined;
      taken = await sweep(shell).finally(() => pretender?.stdin.end());
    });

    it("is of this machine, by this program", () => {
      expect(taken).toMatchObject({ uid: process.getuid?.(), host: hostname(), readerSha256: sha256(shell.file) });
      expect(taken.answers.get("processes")?.state).toBe("answered");
      expect(taken.answers.get("stat /etc/kubernetes")).toBeDefined();
    });

    it.skipIf(!isRoot)("reads nothing for others that they may not read themselves", () => {
      const { answers } = taken;
      expect(answers.get(`read ${root}/theirs/open`)?.state).toBe("answered");
      expect(answers.get(`stat ${root}/theirs/secret`)?.state).toBe("answered");
      expect([...answers.keys()].filter((key) => key.startsWith("read ") && key.endsWith("theirs/secret"))).toEqual([]);
    });

    it.each(["cp1", "w1", "w2"] as const)("asks all that the probes asked of a recorded node: %s", async (node) => {
      const recorded = nodeRecording(node);
      const { answers } = await sweep(shell, readerOn(shell.file, recorded));
      // What an audit leaves to the node is recorded under its path too.
      const named = Object.keys(recorded).filter((request) => !request.includes("/@"));
      expect(named.filter((request) => !answers.has(request))).toEqual([]);
    });

    it("follows what is named to where it leads", async () => {
      const { answers } = await sweep(
        shell,
        readerOn(shell.file, {
          processes: ok(
            `complete|yes\n${processLine(7, "host", ["kubelet", "--config", "/k/c.yaml", "--config-dir=/k/d/", "--cert-dir=/k/pki"])}` +
              processLine(8, "host", [
                "kube-apiserver",
                "--admission-control-config-file=/a/b/adm.yaml",
                "--token-auth-file=/t.csv",
              ]) +
              processLine(9, "other", ["kube-apiserver", "--encryption-provider-config=/nested.yaml"]),
          ),
          "read /k/c.yaml": ok('staticPodPath: "/k/pods"\nserver: https://10.0.0.1/x\n'),
          "list /k/d": ok(
            "e|41ed|0|0|root|root|/k/d/\ne|81a4|0|0|root|root|/k/d/s/9.conf/\ne|81a4|0|0|root|root|/k/d/no/\n",
          ),
          "list /k/pods": ok(
            "e|41ed|0|0|root|root|/k/pods/\ne|81a4|0|0|root|root|/k/pods/.x/\ne|81a4|0|0|root|root|/k/pods/p/\n",
          ),
          "read /k/pods/p": ok('{"command":["etcd","--data-dir=/k/etcd"]}'),
          "read /proc/8/root/a/b/adm.yaml": ok("plugins:\n- name: PodSecurity\n  path: psa.yaml\n"),
        }),
      );
      for (const request of [
        "list /k/etcd",
        "read /k/d/s/9.conf",
        "stat /k/pki/kubelet-server-current.pem",
        "read /proc/8/root/a/b/psa.yaml",
        "stat /proc/8/root/a/b/..data",
        "stat /t.csv",
      ]) {
        expect(answers.has(request), request).toBe(true);
      }
      const asked = [...answers.keys()];
      // What no probe reads stays on the node, and so does what belongs to a cluster nested in a pod.
      expect(
        asked.filter((request) => /read .*t\.csv|nested|read \/k\/d\/no|pods\/\.x|10\.0\.0/.test(request)),
      ).toEqual([]);
    });

    it("follows what the host's own configuration names", async () => {
      const listed = (path: string, ...names: readonly string[]) => [
        `list ${path}`,
        ok(`e|41ed|0|0|root|root|${path}/\n${names.map((name) => `e|81a4|0|0|root|root|${path}/${name}/\n`).join("")}`),
      ];
      const { answers } = await sweep(
        shell,
        readerOn(
          shell.file,
          Object.fromEntries([
            listed("/etc/cni/net.d", "10-a.conflist", "calico-kubeconfig", "old/b.conf"),
            listed("/etc/systemd/journald.conf.d", "10-c.conf", "readme"),
            listed("/k/seccomp", "d/e.json"),
            ["processes", ok(`complete|yes\n${processLine(7, "host", ["kubelet", "--root-dir=/k"])}`)],
            ["read /sys/fs/selinux/enforce", ok("1")],
            listed("/etc/rsyslog.d", "10-r.conf", "old/20-r.conf", "readme"),
            listed("/run/systemd/journal-upload.conf.d", "10-u.conf"),
            [`unit ${Object.keys(knownServices).join(" ")}`, ok("MainPID=41\nId=containerd.service\n\nMainPID=0\n")],
          ]),
        ),
      );
      const asked = [...answers.keys()].filter((request) =>
        /cni|journal|rsyslog|seccomp|selinux|proc\/\d+$/.test(request),
      );
      expect(asked).toEqual(
        expect.arrayContaining([
          "read /etc/cni/net.d/10-a.conflist",
          "read /etc/systemd/journald.conf.d/10-c.conf",
          "read /k/seccomp/d/e.json",
          "read /etc/selinux/config",
          "forwarding /etc/rsyslog.conf",
          "forwarding /etc/rsyslog.d/10-r.conf",
          "forwarding /run/systemd/journal-upload.conf.d/10-u.conf",
          "stat /proc/41",
        ]),
      );
      expect(asked.filter((request) => /kubeconfig|old|readme|proc\/0|read .*(rsyslog|upload)/.test(request))).toEqual(
        [],
      );
    });

    it("looks into the kubeconfigs that it finds, and at the certificates that components' name", async () => {
      const listed = (path: string) => `e|8180|0|0|root|root|${path}/\n`;
      const naming = (path: string) => ok(`users:\n- user:\n    client-certificate: ${path}\n`);
      const { answers } = await sweep(
        shell,
        readerOn(shell.file, {
          credentials: ok(
            [
              "/etc/kubernetes/admin.conf",
              "/etc/kubernetes/azure.json",
              "/home/joe/.kube/config",
              "/home/joe/.aws/credentials",
            ]
              .map(listed)
              .join("")
              .concat("e|41ed|0|0|root|root|/home/joe/.kube/configs/\n"),
          ),
          processes: ok(
            `complete|yes\n${processLine(7, "host", ["kube-scheduler", "--authentication-kubeconfig=/k/a.conf", "--token-auth-file=/k/t"])}`,
          ),
          "kubeconfig /k/a.conf": naming("/k/a.pem"),
          "kubeconfig /home/joe/.kube/config": naming("/home/joe/a.pem"),
          "stat /etc/rancher/k3s/k3s.yaml": ok(listed("/etc/rancher/k3s/k3s.yaml")),
        }),
      );
      const asked = [...answers.keys()]
        .filter((request) => /^(kubeconfig|certificates) \/[^p]/.test(request))
        .toSorted();
      expect(asked).toEqual([
        "certificates /k/a.pem",
        "certificates /var/lib/kubelet/pki/kubelet-server-current.pem",
        "kubeconfig /etc/kubernetes/admin.conf",
        "kubeconfig /etc/rancher/k3s/k3s.yaml",
        "kubeconfig /home/joe/.kube/config",
        "kubeconfig /k/a.conf",
      ]);
    });

    it("says what is missing instead of answering without it", async () => {
      const bare = shell.file.replace(/for tool in /, "for tool in no-such-tool ");
      const { status, said, content } = await run(shell, bare);
      expect([status, said, content.length]).toEqual([1, "This node has no no-such-tool\n", 0]);
    });
  });
}

describe("a sweep by somebody who is not root", () => {
  it("is taken, with a warning", async () => {
    const [shell] = readerShells();
    if (shell === undefined) throw new Error("no shell");
    const { said, content } = await run({ shell: unprivileged(shell.shell) }, shell.file);
    expect(said).toMatch(/^Not run as root/);
    expect(parseSweep(content)).toMatchObject({ state: "ok" });
  });
});
