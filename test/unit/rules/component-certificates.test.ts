import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as clientCa } from "../../../src/rules/stig/V-242419-api-server-client-ca.ts";
import { rule as rootCa } from "../../../src/rules/stig/V-242421-controller-manager-root-ca.ts";
import { rule as serving } from "../../../src/rules/stig/V-242422-api-server-serving-certificate.ts";
import { rule as kubeletClient } from "../../../src/rules/stig/V-245544-api-server-kubelet-client-certificate.ts";
import { certificates, denied, type FactsGiven, file, here } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { type Component, drifted, hostFiles, started, unmanaged } from "./control-plane.ts";

/** Rules on one or two flags of a component that name files: V-242419, V-242421, V-242422, V-245544. */
function certificateCases(rule: NodeRule, component: Component, flags: readonly string[], neighbour: string): void {
  const path = (flag: string) => `/etc/kubernetes/pki/${flag}.pem`;
  const all = flags.map((flag) => `--${flag}=${path(flag)}`);
  const last = flags.at(-1) ?? "";
  const lastIs = (what: Parameters<typeof hostFiles>[0][string]) => ({
    ...hostFiles({ ...Object.fromEntries(flags.map((flag) => [path(flag), "file"] as const)), [path(last)]: what }),
    ...certificates(...flags.map((flag) => [path(flag), "2030-01-01T00:00:00.000Z"] as const)),
  });
  const link = file(path(last), 0o777, { type: "symlink", target: file("/etc/kubernetes/pki/other.pem", 0o644) });
  const ok = lastIs("file");
  const cases: readonly RuleCase[] = [
    [
      "the first file unreadable",
      {
        ...started(component, all),
        ...ok,
        ...hostFiles({
          ...Object.fromEntries(flags.map((flag) => [path(flag), "file"] as const)),
          [path(flags[0] ?? "")]: denied,
        }),
      },
      "not_a_finding",
      "not_reviewed",
    ],
    ["unset", { ...started(component, []), ...ok }, "open"],
    ["set, files there", { ...started(component, all), ...ok }, "not_a_finding"],
    ["one unset", { ...started(component, all.slice(1)), ...ok }, "open"],
    ["one empty", { ...started(component, [...all, `--${last}=`]), ...ok }, "open"],
    [
      `--${neighbour} is another flag`,
      { ...started(component, [...all.slice(1), `--${neighbour}=${path(last)}`]), ...ok },
      "open",
    ],
    ["a file missing", { ...started(component, all), ...lastIs("missing") }, "not_a_finding", "open"],
    ["a directory", { ...started(component, all), ...lastIs("directory") }, "not_a_finding", "open"],
    ["a link to a file", { ...started(component, all), ...lastIs(here(link)) }, "not_a_finding"],
    [
      "a link to somewhere in the container",
      { ...started(component, all), ...lastIs(here({ ...link, target: "dangling" as const })) },
      "not_a_finding",
      "not_reviewed",
    ],
    ["a file unreadable", { ...started(component, all), ...lastIs(denied) }, "not_a_finding", "not_reviewed"],
    ["a file not looked for", { ...started(component, all), ...hostFiles({}) }, "not_a_finding", "not_reviewed"],
    ["no files looked for", started(component, all), "not_a_finding", "not_reviewed"],
    [
      "mounted from elsewhere",
      { ...started(component, all, { mounts: [{ mountPath: "/etc/kubernetes/pki", hostPath: "/srv" }] }), ...ok },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "not mounted from the host",
      { ...started(component, all, { mounts: [] }), ...ok },
      "not_a_finding",
      "not_reviewed",
    ],
    ["relative", { ...started(component, [...all, `--${last}=${last}.pem`]), ...ok }, "not_a_finding", "not_reviewed"],
    ["mounts not known", { ...unmanaged(component, all), ...ok }, "not_a_finding", "not_reviewed"],
    ["drift", { ...drifted(component, all, []), ...ok }, "open"],
  ];
  ruleCases(rule, cases);
}

certificateCases(clientCa, "kube-apiserver", ["client-ca-file"], "requestheader-client-ca-file");
certificateCases(rootCa, "kube-controller-manager", ["root-ca-file"], "cluster-signing-cert-file");
certificateCases(serving, "kube-apiserver", ["tls-cert-file", "tls-private-key-file"], "tls-sni-cert-key");
certificateCases(
  kubeletClient,
  "kube-apiserver",
  ["kubelet-client-certificate", "kubelet-client-key"],
  "kubelet-certificate-authority",
);

/** What V-242419 and V-245544 demand of a certificate that exists. */
const holding = (flags: readonly string[], facts: FactsGiven): FactsGiven => ({
  ...started(
    "kube-apiserver",
    flags.map((flag) => `--${flag}=/etc/kubernetes/pki/${flag}`),
  ),
  ...hostFiles(Object.fromEntries(flags.map((flag) => [`/etc/kubernetes/pki/${flag}`, "file"]))),
  ...facts,
});
const empty = (flag: string): FactsGiven => ({ certificates: here({ [`/etc/kubernetes/pki/${flag}`]: here([]) }) });

const pair = ["kubelet-client-certificate", "kubelet-client-key"];
const until = (notAfter: string): FactsGiven =>
  certificates(["/etc/kubernetes/pki/kubelet-client-certificate", notAfter]);
ruleCases(kubeletClient, [
  ["expired later than the node was read", holding(pair, until("2026-11-21T06:00:00.001Z")), "not_a_finding"],
  ["expired before the node was read", holding(pair, until("2026-11-21T05:59:59.999Z")), "not_a_finding", "open"],
  [
    "when the node was read is not known",
    holding(pair, { ...until("2030-01-01T00:00:00.000Z"), "node.collected-at": denied }),
    "not_a_finding",
    "not_reviewed",
  ],
  ["no certificate in the file", holding(pair, empty("kubelet-client-certificate")), "not_a_finding", "open"],
  ["nobody read it", holding(pair, { certificates: here({}) }), "not_a_finding", "not_reviewed"],
  ["unset", holding([], {}), "open"],
]);

const ca = ["client-ca-file"];
ruleCases(clientCa, [
  [
    "an expired CA is for the assessor",
    holding(ca, certificates(["/etc/kubernetes/pki/client-ca-file", "2020-01-01T00:00:00.000Z"])),
    "not_a_finding",
  ],
  ["no certificate in the file", holding(ca, empty("client-ca-file")), "not_a_finding", "open"],
  ["nobody read it", holding(ca, { certificates: denied }), "not_a_finding", "not_reviewed"],
  ["unset", holding([], {}), "open"],
]);
