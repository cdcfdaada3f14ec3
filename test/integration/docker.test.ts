import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type DemoCluster, startDemoCluster } from "../../src/demo/demo-cluster.ts";
import { parseInventory } from "../../src/inventory/load.ts";
import { kubernetesProblems } from "../support/kubernetes-schemas.ts";
import { main } from "../support/plimsoll.ts";

const folder = fileURLToPath(new URL("../../docker/", import.meta.url));
const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");
// As kubectl reads it: 0400 is octal there, and must not be another number to anybody else.
const manifestOf = (file: string) => parse(textOf(file), { version: "1.1" });
const manifests = readdirSync(folder).filter(
  (file) => file.endsWith(".yaml") && !["inventory.yaml", "compose.yaml"].includes(file),
);

const jobs = { "shards-job.yaml": "", "merge-job.yaml": "", "audit-cronjob.yaml": "jobTemplate" } as const;
type JobFile = keyof typeof jobs;

/** What a Job makes, whether by itself or by a schedule. */
function jobOf(file: JobFile) {
  const { spec } = manifestOf(file);
  return jobs[file] === "" ? spec : spec.jobTemplate.spec;
}
const podOf = (file: JobFile) => jobOf(file).template.spec;
const jobFiles = Object.keys(jobs) as readonly JobFile[];

/** A manifest in which the value at a path is another, or gone. */
function changed(file: string, path: readonly string[], value?: unknown) {
  const manifest = manifestOf(file);
  const parent = path.slice(0, -1).reduce((at, key) => at[key], manifest);
  parent[path.at(-1) ?? ""] = value;
  return JSON.parse(JSON.stringify(manifest));
}

describe("the Kubernetes manifests", () => {
  it("are all there, and read the same as YAML 1.1 and 1.2", () => {
    expect(manifests.sort()).toEqual([...jobFiles, "runs-volume.yaml"].sort());
    for (const file of manifests) expect(parse(textOf(file))).toEqual(manifestOf(file));
  });

  it.each(manifests)("are admitted by Kubernetes' published schemas: %s", (file) => {
    expect(kubernetesProblems(manifestOf(file))).toEqual([]);
  });

  it("would not be with a mistake: a field that there is not, a wrong type, a missing one", () => {
    const pod = ["spec", "template", "spec"];
    const container = [...pod, "containers", "0"];
    expect(kubernetesProblems(changed("shards-job.yaml", ["spec", "completionmode"], "Indexed"))).toEqual([
      "/spec must NOT have additional properties completionmode",
    ]);
    const deep = changed("shards-job.yaml", [...container, "securityContext", "readOnlyRootFileSystem"], true);
    expect(kubernetesProblems(deep)).toEqual([
      "/spec/template/spec/containers/0/securityContext must NOT have additional properties readOnlyRootFileSystem",
    ]);
    const typed = changed("shards-job.yaml", [...pod, "securityContext", "runAsUser"], "10001");
    expect(kubernetesProblems(typed)).toEqual(["/spec/template/spec/securityContext/runAsUser must be integer"]);
    expect(kubernetesProblems(changed("merge-job.yaml", ["spec", "template"]))).toEqual([
      "/spec must have required property 'template'",
    ]);
    expect(kubernetesProblems(changed("merge-job.yaml", ["apiVersion"], "batch/v2"))).toEqual([
      "there is no schema of Job in batch/v2",
    ]);
  });

  it.each(jobFiles)("run as nobody special, write nowhere but to the volume, and hold no token: %s", (file) => {
    const pod = podOf(file);
    expect(pod).toMatchObject({
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    const [container] = pod.containers;
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      resources: { requests: { cpu: "1" }, limits: { memory: expect.stringMatching(/^\d+[MG]i$/) } },
    });
    const mounts: readonly { readonly name: string }[] = container.volumeMounts;
    const volumes: readonly { readonly name: string; readonly secret?: { readonly defaultMode: number } }[] =
      pod.volumes;
    expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
    const modes = volumes.flatMap(({ secret }) => (secret === undefined ? [] : [secret.defaultMode]));
    expect(modes).toEqual(file === "merge-job.yaml" ? [] : [0o400]);
  });

  it("have as many shards as they say, and merge what the shards wrote", () => {
    const { completionMode, completions, parallelism, backoffLimitPerIndex } = jobOf("shards-job.yaml");
    expect([completionMode, completions, backoffLimitPerIndex]).toEqual(["Indexed", 7, 3]);
    expect(parallelism).toBeLessThanOrEqual(completions);
    expect(podOf("shards-job.yaml").containers[0].args[0]).toContain(`--shard "$shard/${completions}"`);
    const runOf = (file: JobFile) => podOf(file).containers[0].env;
    expect(runOf("merge-job.yaml")).toEqual(runOf("shards-job.yaml"));
  });

  it("have an example of an inventory, whose files are those of the Secret that the README makes", () => {
    const { hosts } = parseInventory(textOf("inventory.yaml"), "/etc/plimsoll/inventory/inventory.yaml", { home: "/" });
    expect(hosts).toHaveLength(5_000);
    const readme = textOf("README.md");
    const named = [...textOf("inventory.yaml").matchAll(/\/etc\/plimsoll\/ssh\/(\S+)/g)].map(([, file]) => file);
    const [, given = ""] = /create secret generic plimsoll-ssh (.*)$/m.exec(readme) ?? [];
    expect(given.split(" ").sort()).toEqual(named.map((file) => `--from-file=${file}`).sort());
    expect(readme).toContain("create configmap plimsoll-inventory --from-file=inventory.yaml");
    const applied = [...readme.matchAll(/apply -f (\S+)/g)].map(([, file]) => file);
    expect(applied).toEqual(["runs-volume.yaml", "shards-job.yaml", "merge-job.yaml"]);
    for (const file of readdirSync(folder)) if (file !== "README.md") expect(readme).toContain(`\`${file}\``);
  });

  describe("in their own shells", () => {
    const root = mkdtempSync(join(tmpdir(), "plimsoll-docker-"));
    let demo: DemoCluster;
    beforeAll(async () => {
      demo = await startDemoCluster(new Date());
      const etc = join(root, "etc", "plimsoll", "inventory");
      cpSync(join(demo.inventory, ".."), etc, { recursive: true });
      mkdirSync(join(root, "bin"));
      mkdirSync(join(root, "runs"));
      writeFileSync(join(root, "bin", "plimsoll"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
        mode: 0o755,
      });
    });
    afterAll(async () => {
      await demo.close();
      rmSync(root, { recursive: true, force: true });
    });

    /** Runs what a pod runs, with the folders that it mounts below another. */
    async function runPod(file: JobFile, environment: Readonly<Record<string, string>> = {}) {
      const [{ command, args, env = [], workingDir = "/" }] = podOf(file).containers;
      const script = args[0]
        .replaceAll("/etc/plimsoll/", `${root}/etc/plimsoll/`)
        .replaceAll("/runs/", `${root}/runs/`);
      const given = Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value]));
      const child = spawn(command[0], [...command.slice(1), script], {
        cwd: join(root, workingDir),
        env: { ...given, ...environment, PATH: `${root}/bin:/usr/bin:/bin` },
      });
      const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
      const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
      return { status, stdout, stderr };
    }

    it("collect every shard, go on with one that was begun, and merge", async () => {
      const { completions } = jobOf("shards-job.yaml");
      for (let index = 0; index < completions; index += 1) {
        const ended = await runPod("shards-job.yaml", { JOB_COMPLETION_INDEX: String(index) });
        expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: `${root}/runs/shards/shard-${index + 1}\n` });
      }
      const again = await runPod("shards-job.yaml", { JOB_COMPLETION_INDEX: "1" });
      expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining("nothing is asked") });
      const merged = await runPod("merge-job.yaml");
      expect(merged.stdout).toContain("3 of 3 nodes read");
      expect(merged).toMatchObject({ status: 0, stdout: expect.stringContaining("the verdict's status is 1") });
      expect(existsSync(`${root}/runs/production/latest/report.html`)).toBe(true);
      expect(readdirSync(`${root}/runs/shards`)).toEqual([]);
      // There is nothing to merge: that is a failure, and is none of the verdicts.
      expect((await runPod("merge-job.yaml")).status).toBe(5);
    });

    it("audit in one pod", async () => {
      const ended = await runPod("audit-cronjob.yaml");
      expect(ended, ended.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("3 of 3 nodes read") });
      const runs = readdirSync(join(root, "runs/production"));
      expect(runs).toEqual([expect.stringMatching(/^\d{4}-/), expect.stringMatching(/^\d{4}-/), "latest"]);
      expect(ended.stdout).toContain("\nSince ");
    });
  });
});
