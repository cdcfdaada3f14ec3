import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("large-api.mjs", import.meta.url));

/** Starts the API server of a large cluster, and writes the inventory and kubeconfig that lead to it into a folder. */
export async function startLargeApi(
  /** @type {{ readonly pods: number, readonly nodes: number }} */ { pods, nodes },
  /** @type {string} */ folder,
) {
  const child = spawn(process.execPath, [program, String(pods), String(nodes)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => JSON.parse((await lines.next()).value);
  const { url, ca } = await said();
  const kubeconfig = join(folder, "kubeconfig");
  const cluster = { server: url, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "main",
      clusters: [{ name: "large", cluster }],
      users: [{ name: "auditor", user: { token: "t" } }],
      contexts: [{ name: "main", context: { cluster: "large", user: "auditor" } }],
    }),
  );
  const inventory = join(folder, "inventory.yaml");
  // Nothing listens there.
  const hosts = [{ name: "cp1", address: "127.0.0.1", role: "control-plane" }];
  const ssh = { user: "auditor", port: 1, knownHosts: "./none" };
  writeFileSync(inventory, JSON.stringify({ cluster: "large", kubeconfig, ssh, hosts }));
  return {
    inventory,
    /** What it sent. */
    async stop() {
      child.stdin.end();
      return said();
    },
  };
}
