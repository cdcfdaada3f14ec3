import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { runProgram } from "../../../src/cli/program.ts";
import { failure, json, namespace, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { recordedTerminal } from "../../support/terminal.ts";
import { api, closeAll, file, folder, kubeconfig, removeFiles } from "./api-under-test.ts";

afterEach(closeAll);
afterAll(removeFiles);

const host = { name: "cp1", address: "127.0.0.1", role: "control-plane", ssh: { port: 1, connectTimeout: 2 } };
const inventory = (kubeconfigFile: string, more: object = {}): string =>
  file(
    stringify({
      cluster: "c",
      kubeconfig: kubeconfigFile,
      ssh: { user: "a", knownHosts: "./none" },
      hosts: [host],
      ...more,
    }),
  );

async function plimsoll(...args: readonly string[]) {
  const kept = recordedTerminal({ workingDirectory: folder, environment: { SSH_AUTH_SOCK: "/none" } });
  const status = await runProgram(args, kept.terminal);
  return { status, printed: kept.printed(), talked: kept.talked() };
}

describe("plimsoll api-access", () => {
  const reviewing =
    (allowed: (attributes: Record<string, string>) => boolean) =>
    (asked: Asked): Reply => {
      const { spec } = JSON.parse(asked.body);
      return json({ status: { allowed: allowed(spec.resourceAttributes ?? spec.nonResourceAttributes) } }, 201);
    };

  it("prints the role, and asks nobody", async () => {
    const { status, printed } = await plimsoll("api-access");
    expect([status, printed.startsWith("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n")]).toEqual([
      0,
      true,
    ]);
  });

  it("says that all rights are there", async () => {
    const server = await api(reviewing(() => true));
    const { status, printed } = await plimsoll("api-access", "-i", inventory(kubeconfig(server.url)));
    expect(printed.split("\n")).toContain("list nodes: allowed");
    expect(status).toBe(0);
    expect([...new Set(server.log)]).toEqual(["POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews"]);
  });

  it("says which are missing", async () => {
    const server = await api(reviewing(({ group, resource }) => !(group === "" && resource === "services")));
    const { status, printed } = await plimsoll("api-access", "-i", inventory(kubeconfig(server.url)));
    expect(printed.split("\n").filter((line) => !line.endsWith(": allowed"))).toEqual([
      "list services: missing, needed for api.services, api.sensitive",
    ]);
    expect(status).toBe(3);
  });

  it("does not take a refusal for an answer", async () => {
    const server = await api(() => failure(401, "Unauthorized"));
    const { status, printed } = await plimsoll("api-access", "-i", inventory(kubeconfig(server.url)));
    expect(printed).toMatch(/^get \/version: unknown: POST \S+ answered HTTP 401 Unauthorized/);
    expect(status).toBe(3);
  });

  it("needs an API server in the inventory, and a kubeconfig that is there", async () => {
    const none = file(stringify({ cluster: "c", ssh: { user: "a" }, hosts: [host] }));
    expect(await plimsoll("api-access", "-i", none)).toMatchObject({
      status: 2,
      talked: expect.stringMatching(/^plimsoll: \S+ gives no access to an API server: it names no kubeconfig\n$/),
    });
    expect(await plimsoll("api-access", "-i", inventory("/none/config"))).toMatchObject({
      status: 2,
      talked: "plimsoll: /none/config: the kubeconfig cannot be read: there is no such file\n",
    });
  });
});

describe("an audit", () => {
  const hostile = "evil\u001b[31m\u202Egnp\u0007<script>";
  let runs = 0;

  async function audited(answer: (asked: Asked) => Reply, more: object = {}) {
    const server = await api(answer);
    const run = join(folder, `run-${runs++}`);
    const ended = await plimsoll("audit", "-i", inventory(kubeconfig(server.url), more), "-o", run);
    const checklists = readdirSync(join(run, "checklists")).map((name) =>
      readFileSync(join(run, "checklists", name), "utf8"),
    );
    return { ...ended, server, html: readFileSync(join(run, "report.html"), "utf8"), ckl: checklists.join("\n") };
  }

  it("shows names of the API with nothing hidden or raw in them", async () => {
    const { printed, talked, html, ckl, status } = await audited((asked) => {
      if (asked.path === "/version") return json({ gitVersion: `v1.36.2${hostile}` });
      if (asked.path === "/api/v1/nodes") return page([node("cp1"), node(hostile)]);
      if (asked.path === "/api/v1/namespaces") return page([namespace(hostile)]);
      return page([]);
    });
    expect(status).toBe(3);
    for (const text of [printed, talked, html, ckl]) {
      expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
      expect(text).not.toContain("gnp<BEL><script>");
    }
    expect(printed).toContain("evil⟨ESC⟩[31m⟨U+202E⟩gnp⟨BEL⟩<script>");
    expect(html).toContain("evil⟨ESC⟩[31m⟨U+202E⟩gnp⟨BEL⟩&lt;script&gt;");
    expect(html).not.toContain("gnp⟨BEL⟩<script>");
  });

  it("goes on where a list is forbidden, and asks by GET only", async () => {
    const { printed, server } = await audited((asked) =>
      asked.path === "/api/v1/services" ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    expect(printed).toMatch(/API server\s+https:\S+\s+read\s+\(v1\.36\.2\)/);
    expect(server.log.filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("says everywhere that TLS was not verified", async () => {
    const { printed, html, ckl } = await audited(wellBehaved, { api: { insecureSkipTLSVerify: true } });
    for (const text of [printed, html, ckl]) {
      expect(text.replaceAll(/\s+/g, " ")).toContain("its certificate was NOT VERIFIED, as the inventory says");
    }
  });
});
