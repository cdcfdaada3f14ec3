import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Terminal } from "../../../src/cli/terminal/terminal.ts";
import { parseInventory } from "../../../src/inventory/load.ts";
import { failure, listedNode as listed, listing, wellBehaved } from "../../support/api-replies.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { api, folder, kubeconfig } from "./api-under-test.ts";

const plimsoll = (args: readonly string[], world: Partial<Terminal> = {}) =>
  plimsollIn({ workingDirectory: folder, ...world }, "init", "--from-cluster", "--user", "audit", ...args);

const label = "node-role.kubernetes.io/control-plane";
const twoNodes = listing(listed("w1", "10.0.0.12"), listed("cp1", "10.0.0.11", { [label]: "" }));
const load = (text: string) => parseInventory(text, join(folder, "inventory.yaml"), { home: "/root" });

describe("plimsoll init --from-cluster", () => {
  it("writes what our own loader reads, and asks for version and nodes only", async () => {
    const server = await api(twoNodes);
    const given = kubeconfig(server.url);
    const { status, printed, talked } = await plimsoll(["--kubeconfig", given, "--context", "main", "-o", "-"]);
    expect([status, talked]).toEqual([0, ""]);
    expect(load(printed)).toMatchObject({
      cluster: "main",
      api: { kubeconfig: given, context: "main" },
      hosts: [
        { name: "cp1", address: "10.0.0.11", role: "control-plane" },
        { name: "w1", address: "10.0.0.12", role: "worker" },
      ],
    });
    expect(server.log).toEqual(["GET /version", "GET /api/v1/nodes?limit=500"]);
  });

  it("takes KUBECONFIG, and writes a file that is not there yet", async () => {
    const server = await api(twoNodes);
    const environment = { KUBECONFIG: kubeconfig(server.url) };
    const first = await plimsoll(["-o", "new.yaml"], { environment });
    const path = join(folder, "new.yaml");
    const next = `${path} is written. Next: plimsoll trust -i ${path}, then plimsoll check -i ${path}\n`;
    expect(first).toEqual({ status: 0, printed: "", talked: next });
    const text = readFileSync(join(folder, "new.yaml"), "utf8");
    expect([load(text).hosts.length, text.endsWith("role: worker\n")]).toEqual([2, true]);
    const asked = server.log.length;
    const again = await plimsoll(["-o", "new.yaml"], { environment });
    expect(again).toEqual({
      status: 2,
      printed: "",
      talked: `plimsoll: ${join(folder, "new.yaml")} is there already: give another file with -o, or write over it with --force\n`,
    });
    expect([server.log.length, readFileSync(join(folder, "new.yaml"), "utf8")]).toEqual([asked, text]);
  });

  it("does not write through a link that leads nowhere, nor where there is no folder", async () => {
    const server = await api(twoNodes);
    const given = ["--kubeconfig", kubeconfig(server.url), "-o"];
    symlinkSync(join(folder, "elsewhere"), join(folder, "link.yaml"));
    expect(await plimsoll([...given, "link.yaml"])).toMatchObject({
      status: 4,
      talked: expect.stringMatching(/^plimsoll: cannot write .*link\.yaml: /),
    });
    expect([existsSync(join(folder, "elsewhere")), existsSync(join(folder, "link.yaml"))]).toEqual([false, false]);
    expect(await plimsoll([...given, "none/new.yaml"])).toMatchObject({
      status: 4,
      talked: expect.stringMatching(/^plimsoll: cannot write .*new\.yaml: the folder does not exist\n$/),
    });
  });

  it.each([
    [[], {}, "which API server? Give --kubeconfig FILE or --in-cluster, or set KUBECONFIG"],
    [[], { KUBECONFIG: "/a:/b" }, "KUBECONFIG names several files, which plimsoll does not merge"],
    [["--in-cluster", "--context", "x"], {}, "--in-cluster and --kubeconfig or --context are two ways"],
    [["--in-cluster"], {}, "inCluster: KUBERNETES_SERVICE_HOST and"],
    [["--kubeconfig", "/none/config"], {}, "/none/config: the kubeconfig cannot be read: there is no such file"],
  ] as const)("says in a sentence what is wrong with %j %j", async (args, environment, sentence) => {
    const ended = await plimsoll([...args], { environment });
    expect(ended).toMatchObject({ status: 2, printed: "", talked: expect.stringContaining(`plimsoll: ${sentence}`) });
    expect(ended.talked.split("\n")).toHaveLength(2);
  });

  it("writes nothing where the nodes are not read, or none can be held", async () => {
    const forbidden = await api((asked) =>
      asked.path === "/api/v1/nodes" ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const run = (url: string) => plimsoll(["--kubeconfig", kubeconfig(url), "-o", "never.yaml"]);
    expect(await run(forbidden.url)).toEqual({
      status: 3,
      printed: "",
      talked: "plimsoll: the API server's nodes were not read: list nodes: forbidden\n",
    });
    const empty = await api(listing());
    expect(await run(empty.url)).toMatchObject({
      status: 3,
      talked: expect.stringContaining(
        "plimsoll: there is no host that an inventory can hold, and nothing is written\n",
      ),
    });
    expect(existsSync(join(folder, "never.yaml"))).toBe(false);
  });

  it("names what it leaves out, with nothing raw of it, and that no node is a control plane", async () => {
    const hostile = "evil\u001b[31m\u202e\n  - name: x";
    const server = await api(
      listing(
        listed("w1", "10.0.0.1"),
        listed(hostile, "10.0.0.2"),
        listed("win1", "10.0.0.3", { "kubernetes.io/os": "windows" }),
      ),
    );
    const { status, printed, talked } = await plimsoll(["--kubeconfig", kubeconfig(server.url), "-o", "-"]);
    expect(status).toBe(3);
    for (const text of [printed, talked]) expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(load(printed).hosts.map(({ name }) => name)).toEqual(["w1"]);
    expect(talked.split("\n")).toEqual([
      "evil⟨ESC⟩[31m⟨U+202E⟩⟨LF⟩  - name: x is left out: its name is none that an inventory can hold",
      "win1 is left out: it runs Windows, and what is asked of a node is asked of Linux",
      "No host is a control plane: rules on the control plane have nobody to be judged on.",
      "",
    ]);
  });
});
