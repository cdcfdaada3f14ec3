import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canaries, controls } from "../integration/secrets/canaries.ts";
import { plantedFiles, processes } from "../integration/secrets/canary-files.ts";
import { found, type Left, leftIn } from "../integration/secrets/search.ts";
import { type Ended, plimsoll } from "../support/plimsoll.ts";
import { inventoryOf } from "./lost-in-mid-run.ts";
import { type Mutation, scriptsOf } from "./mutations/mutation.ts";
import { atConsole, startServices } from "./services.mjs";

const nodes = ["cp1", "w1"] as const;
const formats = "html,ckl,cklb,json,xccdf,hdf,csv,junit,sarif,oscal";

// The lab's own, by which its nodes are what they are.
const ofTheLab = /^\/etc\/(os-release|passwd|group|shadow|lab-listen)$|^\/var\/lib\/kubelet\//;
const [, apiServerWords = []] = processes.find(([name]) => name === "kube-apiserver") ?? [];
const variable = (name: string, value: string): string => `[Service]\nEnvironment="${name}=${value}"\n`;

const onBoth: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(plantedFiles).filter(([path]) => !ofTheLab.test(path))),
  "/etc/default/kubelet": `${plantedFiles["/etc/default/kubelet"]}KUBELET_EXTRA_ARGS=--token ${canaries.wordToken}\n`,
  "/etc/systemd/system/kubelet.service.d/proxy.conf": variable("PROXY_PASSWORD", canaries.unitVariable),
};
const onControlPlane: Readonly<Record<string, string>> = {
  ...onBoth,
  "/usr/local/lib/plimsoll-lab/pods/kube-apiserver.argv": `${["kube-apiserver", ...apiServerWords].join("\n")}\n`,
  "/etc/systemd/system/lab-pod@kube-apiserver.service.d/env.conf": variable("DB_PASSWORD", canaries.containerPassword),
};
const filesOf = { cp1: onControlPlane, w1: onBoth };

// Folders that no node has.
const folders = ["/root/.kube", "/etc/systemd/system/kubelet.service.d"];
const ownFolders = [...folders, "/etc/systemd/system/lab-pod@kube-apiserver.service.d"];

function plantingOn(node: (typeof nodes)[number]): Mutation {
  const files = Object.entries(filesOf[node]);
  const writes = files.map(([path, text]) => {
    const encoded = Buffer.from(text).toString("base64");
    return `mkdir -p '${path.replace(/\/[^/]*$/, "")}'; echo ${encoded} | base64 -d >'${path}'`;
  });
  const again = `systemctl daemon-reload; restart kubelet /usr/bin/kubelet${node === "cp1" ? "; restart_pod kube-apiserver" : ""}`;
  const paths = files.map(([path]) => path).filter((path) => !ownFolders.some((folder) => path.startsWith(folder)));
  return {
    what: "secrets",
    node,
    files: [...paths, ...(node === "cp1" ? ownFolders : folders)],
    change: ["umask 077", ...writes, again].join("\n"),
    undo: again,
    literal: {},
  };
}

/** All that is planted among: names, modes, owners, links, and what is in files. */
const stateOf = (node: string): string =>
  atConsole(
    node,
    "find /etc /root /usr/local/lib -printf '%p %m %U:%G %l\\n' | sort; find /etc /root /usr/local/lib -type f -exec sha256sum {} + | sort",
    "",
  ).toString();

/** What a user's audit leaves of the secrets of real nodes, which are afterwards as they were. */
export function secretsOnNodes(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-secrets-"));
  const run = join(folder, "run");
  const before = new Map<string, string>();
  let audit: Ended;
  let left: readonly Left[];
  let running: string;

  beforeAll(async () => {
    const stopServices = await startServices();
    try {
      for (const node of nodes) {
        before.set(node, stateOf(node));
        atConsole(node, "sh -s", scriptsOf(plantingOn(node)).breaks);
      }
      running = atConsole("cp1", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ", "").toString("latin1");
      const inventory = inventoryOf(folder, nodes);
      audit = await plimsoll("audit", "-i", inventory, "-o", run, "--format", formats, "--log-level", "debug");
      left = [
        ...leftIn(run),
        { where: "standard output", text: audit.stdout },
        { where: "standard error", text: audit.stderr },
      ];
    } finally {
      for (const node of before.keys())
        atConsole(node, "sh -s", scriptsOf(plantingOn(node === "cp1" ? "cp1" : "w1")).mends);
      await stopServices();
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has ten secrets and more in files, and some in what runs", () => {
    const texts = Object.values(onControlPlane).join("\n");
    expect(Object.values(canaries).filter((secret) => texts.includes(secret)).length).toBeGreaterThan(25);
    const shown = Object.entries(canaries).flatMap(([name, secret]) => (running.includes(secret) ? [name] : []));
    expect(shown).toEqual(
      expect.arrayContaining(["flagToken", "flagOnTwoLines", "wordToken", "environmentFile", "unitVariable"]),
    );
  });

  it("reads the nodes, and writes every report", () => {
    expect(audit.stdout).toMatch(/2 of \d nodes read/);
    const endings = [".html", ".ckl", ".cklb", ".json", ".xml", ".csv", ".sarif", ".gz"];
    expect(endings.filter((ending) => !left.some(({ where }) => where.endsWith(ending)))).toEqual([]);
  });

  it("shows of either node what is no secret: the search would find it", () => {
    const { flag, fileName, neededVariable } = controls;
    const onNodes = { flag, fileName, neededVariable };
    const shown = found(onNodes, left);
    for (const node of nodes)
      expect(shown).toEqual(
        expect.arrayContaining(Object.keys(onNodes).map((name) => `${name} in evidence/node-${node}.json.gz`)),
      );
  });

  it("leaves none of the secrets anywhere", () => {
    expect(found(canaries, left)).toEqual([]);
  });

  it("is on nodes that are as they were", () => {
    for (const node of nodes) expect(stateOf(node), node).toBe(before.get(node));
  });
}
