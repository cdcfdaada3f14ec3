import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Certificate } from "../../../../src/evidence/certificates.ts";
import type { Observed } from "../../../../src/evidence/observed.ts";
import { rule } from "../../../../src/rules/nsa-cisa/certificate-validity.ts";
import {
  controlPlane,
  denied,
  etcdHost,
  type FactsGiven,
  facts,
  file,
  here,
  kubelet,
  named,
  nothing,
} from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { started } from "../control-plane.ts";

const certificate = (more: Partial<Certificate> = {}): Certificate => ({
  subject: "CN=test",
  issuer: "CN=kubernetes",
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2030-01-01T00:00:00.000Z",
  selfSigned: false,
  ...more,
});
const ca = "/etc/kubernetes/pki/ca.crt";
const serving = "/etc/kubernetes/pki/kubelet.crt";
const files = (more: Readonly<Record<string, Observed<readonly Certificate[]>>> = {}): FactsGiven => ({
  certificates: here({ [ca]: here([certificate({ selfSigned: true })]), [serving]: here([certificate()]), ...more }),
});
const ofCa = (more: Partial<Certificate>) => files({ [ca]: here([certificate(more)]) });

const good = { "authentication.x509.clientCAFile": ca, tlsCertFile: serving, rotateCertificates: true };
const noComponents: FactsGiven = Object.fromEntries(
  ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].flatMap((name) => [
    [`manifest.${name}`, nothing],
    [`process.${name}`, nothing],
  ]),
);
// Read at 2026-11-21T06:00.
const node = (settings: Readonly<Record<string, unknown>> = good, flags: readonly string[] = []): FactsGiven => ({
  ...noComponents,
  ...kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], settings),
  ...files(),
  "stat.cp-kubeconfigs": here([named("/etc/kubernetes/admin.conf", "the check text", nothing)]),
});
const master = (flag = `--client-ca-file=${ca}`): FactsGiven => ({
  ...node(),
  ...started("kube-apiserver", [flag]),
  "node.role": here(controlPlane),
});

ruleCases(rule, [
  ["all valid", node(), "not_a_finding"],
  ["all valid on a control plane", master(), "not_a_finding"],
  ["expired", { ...node(), ...ofCa({ notAfter: "2026-11-21T05:59:59.000Z" }) }, "open"],
  ["less than 30 days left", { ...node(), ...ofCa({ notAfter: "2026-12-21T05:59:59.000Z" }) }, "open"],
  ["30 days left", { ...node(), ...ofCa({ notAfter: "2026-12-21T06:00:00.000Z" }) }, "not_a_finding"],
  ["not valid yet", { ...node(), ...ofCa({ notBefore: "2026-11-21T06:00:01.000Z" }) }, "open"],
  [
    "the second one of a bundle has expired",
    { ...node(), ...files({ [ca]: here([certificate(), certificate({ notAfter: "2020-01-01T00:00:00.000Z" })]) }) },
    "open",
  ],
  [
    "one that was read though nothing that runs names it",
    { ...node(), ...files({ "/old.crt": here([certificate({ notAfter: "2020-01-01T00:00:00.000Z" })]) }) },
    "open",
  ],
  [
    "a run that did not keep since when",
    {
      ...node(),
      certificates: here(
        Object.fromEntries(
          [ca, serving].map((path) => {
            const { notBefore: _, ...rest } = certificate();
            return [path, here([rest])];
          }),
        ),
      ),
    },
    "not_reviewed",
  ],
  ["a file that was not read", { ...node(), ...files({ [ca]: denied }) }, "not_reviewed"],
  ["a file that is not there", { ...node(), ...files({ [ca]: nothing }) }, "not_reviewed"],
  ["a file that holds none", { ...node(), ...files({ [ca]: here([]) }) }, "not_reviewed"],
  ["a file that nobody asked for", { ...node(), certificates: here({}) }, "not_reviewed"],
  ["a certificate in the container only", master("--client-ca-file=/srv/ca.crt"), "not_reviewed"],
  ["a component that could not be looked for", { ...node(), "process.etcd": denied }, "not_reviewed"],
  ["no files read", { ...node(), certificates: denied }, "not_reviewed"],
  ["when the node was read is no time", { ...node(), "node.collected-at": here("") }, "not_reviewed"],
  ["kubeadm's kubelet signs its own", node({ ...good, tlsCertFile: "" }), "not_reviewed"],
  ["signed by the cluster", node({ ...good, tlsCertFile: "", serverTLSBootstrap: true }), "not_reviewed"],
  [
    "a self-signed file",
    { ...node(), ...files({ [serving]: here([certificate({ selfSigned: true })]) }) },
    "not_reviewed",
  ],
  ["the kubelet does not renew its client certificate", node({ ...good, rotateCertificates: false }), "not_reviewed"],
  ["it does by its flag", node({ ...good, rotateCertificates: false }, ["--rotate-certificates"]), "not_a_finding"],
  [
    "kubeconfigs, whose certificates are not read",
    { ...master(), "stat.cp-kubeconfigs": here([named("/a.conf", "x", here(file("/a.conf", 0o600)))]) },
    "not_reviewed",
  ],
  ["a kubeconfig that was not looked for", { ...node(), "stat.cp-kubeconfigs": denied }, "not_reviewed"],
  ["kubelet not read", { ...node(), "process.kubelet": denied }, "not_reviewed"],
]);

describe("certificate-validity", () => {
  it("judges a host of etcd without a kubelet by its certificates alone", () => {
    const flags = ["--cert-file=/etc/kubernetes/pki/ca.crt", "--listen-client-urls=https://10.0.0.7:2379"];
    const host: FactsGiven = {
      ...node(),
      ...started("etcd", flags),
      "content.etcd-config": nothing,
      "process.kubelet": nothing,
      "kubelet.config": nothing,
      "node.role": here(etcdHost),
    };
    expect(judgeNode(rule, facts(host)).literal.status).toBe("not_a_finding");
    expect(judgeNode(rule, facts({ ...host, ...ofCa({ notAfter: "2026-01-01T00:00:00.000Z" }) })).literal.status).toBe(
      "open",
    );
  });

  it("says how the kubelet renews its own", () => {
    const { seen } = judgeNode(rule, facts(node())).literal;
    expect(seen.map(({ what }) => what)).toEqual(
      expect.arrayContaining(
        ["rotateCertificates", "serverTLSBootstrap"].map((name) => `${name} in the kubelet's configuration`),
      ),
    );
  });
});
