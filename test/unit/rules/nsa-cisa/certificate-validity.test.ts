import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Certificate } from "../../../../src/evidence/certificates.ts";
import { type Observed, unknown } from "../../../../src/evidence/observed.ts";
import { rule } from "../../../../src/rules/nsa-cisa/certificate-validity.ts";
import {
  controlPlane,
  denied,
  etcdHost,
  type FactsGiven,
  facts,
  here,
  kubelet,
  noComponents,
  nothing,
  source,
} from "../../../support/facts.ts";
import { certificate, contentOf, kubeconfig, kubeconfigs } from "../../../support/kubeconfigs.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { started } from "../control-plane.ts";

const ca = "/etc/kubernetes/pki/ca.crt";
const serving = "/etc/kubernetes/pki/kubelet.crt";
const files = (more: Readonly<Record<string, Observed<readonly Certificate[]>>> = {}): FactsGiven => ({
  certificates: here({ [ca]: here([certificate({ selfSigned: true })]), [serving]: here([certificate()]), ...more }),
});
const ofCa = (more: Partial<Certificate>) => files({ [ca]: here([certificate(more)]) });

const good = { "authentication.x509.clientCAFile": ca, tlsCertFile: serving, rotateCertificates: true };
// Read at 2026-11-21T06:00.
const node = (settings: Readonly<Record<string, unknown>> = good, flags: readonly string[] = []): FactsGiven => ({
  ...noComponents,
  ...kubelet(["--config=/var/lib/kubelet/config.yaml", ...flags], settings),
  ...files(),
  ...kubeconfigs([]),
});
const conf = "/etc/kubernetes/kubelet.conf";
const soon = "2026-12-01T00:00:00.000Z";
/** A kubeconfig with such a client certificate, in itself or in a file that the kubelet renews. */
const client = (certificates: Observed<readonly Certificate[]>, certificateFile?: string): FactsGiven =>
  kubeconfigs([
    kubeconfig(conf, { content: contentOf({ certificates, ...(certificateFile && { certificateFile }) }) }),
  ]);
const clientUntil = (notAfter: string, certificateFile?: string): FactsGiven =>
  client(here([certificate({ notAfter })]), certificateFile);
const pem = "/var/lib/kubelet/pki/kubelet-client-current.pem";
const renewing = node();
const notRenewing = node({ ...good, rotateCertificates: false });
const signed = (serving: Observed<readonly Certificate[]>): FactsGiven => ({
  ...node({ ...good, tlsCertFile: "", serverTLSBootstrap: true }),
  "certificates.kubelet-serving": serving,
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
  ["signed by the cluster", signed(here([certificate()])), "not_a_finding"],
  ["signed by the cluster, not read", signed(denied), "not_reviewed"],
  ["not signed yet", signed(nothing), "not_reviewed"],
  ["signed by the cluster, expired", signed(here([certificate({ notAfter: "2026-01-01T00:00:00.000Z" })])), "open"],
  ["signed by the cluster, for less than 30 days", signed(here([certificate({ notAfter: soon })])), "not_reviewed"],
  ["signed by the kubelet where the cluster should", signed(here([certificate({ selfSigned: true })])), "not_reviewed"],
  [
    "a self-signed file",
    { ...node(), ...files({ [serving]: here([certificate({ selfSigned: true })]) }) },
    "not_reviewed",
  ],
  ["a kubeconfig's for years", { ...node(), ...clientUntil("2030-01-01T00:00:00.000Z") }, "not_a_finding"],
  ["a kubeconfig's expired", { ...node(), ...clientUntil("2026-01-02T00:00:00.000Z") }, "open"],
  ["a kubeconfig's for less than 30 days", { ...node(), ...clientUntil(soon) }, "open"],
  ["a kubeconfig's that was withheld", { ...node(), ...client(denied) }, "not_reviewed"],
  ["a kubeconfig's in a file that is not there", { ...node(), ...client(nothing, pem) }, "not_reviewed"],
  ["a kubeconfig's in a file that holds none", { ...node(), ...client(here([]), pem) }, "not_reviewed"],
  [
    "a kubeconfig that was not read",
    { ...node(), ...kubeconfigs([kubeconfig(conf, { content: denied })]) },
    "not_reviewed",
  ],
  ["a kubeconfig without one", { ...node(), ...kubeconfigs([kubeconfig(conf)]) }, "not_a_finding"],
  [
    "a kubeconfig that is not there",
    { ...node(), ...kubeconfigs([kubeconfig(conf, { stat: nothing, content: nothing })]) },
    "not_a_finding",
  ],
  [
    "the kubelet's own, which it renews",
    { ...renewing, ...clientUntil("2027-11-21T00:00:00.000Z", pem) },
    "not_a_finding",
  ],
  ["the kubelet's own, late", { ...renewing, ...clientUntil(soon, pem) }, "not_reviewed"],
  ["the kubelet's own, expired", { ...renewing, ...clientUntil("2026-01-02T00:00:00.000Z", pem) }, "open"],
  ["the kubelet's own, late, and it does not renew it", { ...notRenewing, ...clientUntil(soon, pem) }, "open"],
  [
    "late, which it renews by its flag",
    { ...node({ ...good, rotateCertificates: false }, ["--rotate-certificates"]), ...clientUntil(soon, pem) },
    "not_reviewed",
  ],
  [
    "the kubelet's own, not renewed, for years",
    { ...notRenewing, ...clientUntil("2030-01-01T00:00:00.000Z", pem) },
    "not_a_finding",
  ],
  ["the kubelet's own, not read", { ...renewing, ...client(denied, pem) }, "not_reviewed"],
  ["kubeconfigs that were not looked for", { ...node(), kubeconfigs: denied }, "not_reviewed"],
  [
    "a home that was not looked into",
    { ...node(), ...kubeconfigs([], { unseen: [unknown("not-collected", "x", source)] }) },
    "not_reviewed",
  ],
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
