import { expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { HostSession } from "../../../src/connect/session.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { rule as owner } from "../../../src/rules/stig/V-242406-kubelet-config-files-owner.ts";
import { rule as mode } from "../../../src/rules/stig/V-242407-kubelet-config-files-mode.ts";
import { rule as kubeconfigMode } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as kubeconfigOwner } from "../../../src/rules/stig/V-242453-kubelet-kubeconfig-owner.ts";
import { describedSession } from "../../support/described-node.ts";
import { facts, here, worker } from "../../support/facts.ts";
import { readDescription } from "../../support/node-description.ts";

const configuration = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

/** A node with these files, and a kubelet for each of these words of a command line. */
const nodeWith = (files: readonly string[], ...kubelets: readonly string[]): HostSession => {
  const processes = kubelets.map(
    (words) => `  - argv: [/usr/bin/kubelet, ${words}]\n    cgroup: /system.slice/kubelet.service`,
  );
  const description = readDescription(`
distribution: plain
madeFrom: documentation
follows: [this test]
role: worker
ssh: { stage: ready, outcome: connected }
files: |
  ${files.join("\n  ")}
processes:
${processes.join("\n")}
`);
  const configurations = files.flatMap((line) => /\S+(k\.yaml|\d+\.conf)$/.exec(line)?.[0] ?? []);
  return describedSession({
    ...description,
    texts: Object.fromEntries(configurations.map((path) => [path, configuration])),
  });
};

const statuses = async (session: HostSession, ...rules: readonly (typeof owner)[]): Promise<readonly string[]> => {
  const seen = facts({ ...(await collectNode(session, "n1")), "node.role": here(worker) });
  return rules.flatMap((rule) => {
    const { literal, effective } = judgeNode(rule, seen);
    return [literal.status, effective.status];
  });
};

const unlistable = (session: HostSession): HostSession => ({
  ...session,
  ask: async (request) =>
    request.verb === "list" && request.argument === "/etc/kubernetes/k.d"
      ? { state: "failed", cause: "unparseable", message: "too many entries" }
      : session.ask(request),
});

it.each([
  [
    "0644 root:root",
    ["open", "open", "open", "open"],
    ["not_reviewed", "not_reviewed", "not_reviewed", "not_reviewed"],
  ],
  // What is seen to be wrong stays so.
  ["0666 1000:1000", ["open", "open", "open", "open"], ["open", "open", "open", "open"]],
])(
  "does not pass a directory of drop-ins that cannot be listed, beside a file of %s",
  async (file, listed, unlisted) => {
    const session = nodeWith(
      [
        `${file} /etc/kubernetes/k.yaml`,
        "0755 root:root /etc/kubernetes/k.d/",
        "0666 1000:1000 /etc/kubernetes/k.d/10.conf",
      ],
      "--config=/etc/kubernetes/k.yaml, --config-dir=/etc/kubernetes/k.d",
    );
    expect(await statuses(session, owner, mode)).toEqual(listed);
    expect(await statuses(unlistable(session), owner, mode)).toEqual(unlisted);
  },
);

it("does not pass the files of several kubelets, of which the first one's are looked at", async () => {
  const session = nodeWith(
    [
      "0644 root:root /etc/kubernetes/k.yaml",
      "0600 root:root /etc/kubernetes/k.conf",
      "0666 1000:1000 /srv/k.yaml",
      "0666 1000:1000 /srv/k.conf",
    ],
    "--config=/etc/kubernetes/k.yaml, --kubeconfig=/etc/kubernetes/k.conf",
    "--config=/srv/k.yaml, --kubeconfig=/srv/k.conf",
  );
  const found = await statuses(session, owner, mode, kubeconfigMode, kubeconfigOwner);
  expect(found).toEqual(found.map(() => "not_reviewed"));
});
