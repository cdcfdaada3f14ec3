import { describe, expect, it } from "vitest";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { defaultSiteOptions } from "../../../../src/evidence/site.ts";
import { rule } from "../../../../src/rules/nsa-cisa/pod-security-enforcement.ts";
import { podSecurityByDefault, webhook } from "../../../support/admission.ts";
import { clusterFacts } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, namespaces, nothing } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, linesOf } from "../../../support/guidance-facts.ts";
import { started } from "../control-plane.ts";

const path = "/etc/kubernetes/psa/admission.yaml";
const apiServer = (flags: readonly string[] = [], content?: unknown, version = "v1.36.2") =>
  controlPlaneHost({
    ...started("kube-apiserver", flags, { image: `registry.k8s.io/kube-apiserver:${version}` }),
    ...(content === undefined ? {} : { "content.admission-config": here({ path, file: path, content }) }),
  });
const config = (enforce: string, exemptions: object = {}) =>
  apiServer([`--admission-control-config-file=${path}`], podSecurityByDefault({ enforce }, exemptions));
const labelled = namespaces({ default: "baseline", shop: "restricted" });
const unlabelled = namespaces({ default: "baseline", shop: undefined });
const withKyverno = here([...kubeadm, discovered("kyverno.io/v1", [served("clusterpolicies", "ClusterPolicy")])]);

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(
    rule,
    clusterFacts({
      "api.namespaces": labelled,
      "run.hosts": apiServer(),
      "api.nodes": here([]),
      "api.discovery": here(kubeadm),
      "api.psp": nothing,
      ...given,
    }),
  );

describe("pod-security-enforcement", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["labels everywhere", {}, "not_a_finding"],
    ["a namespace without label", { "api.namespaces": unlabelled }, "open"],
    [
      "one without, held by the default",
      { "api.namespaces": unlabelled, "run.hosts": config("baseline") },
      "not_a_finding",
    ],
    [
      "one without, and a privileged default",
      { "api.namespaces": unlabelled, "run.hosts": config("privileged") },
      "open",
    ],
    [
      "a label that lowers the default",
      { "api.namespaces": namespaces({ default: "baseline", shop: "privileged" }), "run.hosts": config("baseline") },
      "open",
    ],
    ["a label that is no level", { "api.namespaces": namespaces({ default: "Baseline" }) }, "not_reviewed"],
    ["a user exempted", { "run.hosts": config("baseline", { usernames: ["jane"] }) }, "not_reviewed"],
    ["a namespace exempted", { "run.hosts": config("baseline", { namespaces: ["shop"] }) }, "not_reviewed"],
    ["the platform's exempted", { "run.hosts": config("baseline", { namespaces: ["kube-system"] }) }, "not_a_finding"],
    ["the plugin off", { "run.hosts": apiServer(["--disable-admission-plugins=PodSecurity"]) }, "open"],
    ["a release without it", { "run.hosts": apiServer([], undefined, "v1.21.3") }, "open"],
    ["an engine", { "api.namespaces": unlabelled, "api.discovery": withKyverno }, "not_reviewed"],
    ["an engine beside labels", { "api.discovery": withKyverno }, "not_a_finding"],
    ["an engine perhaps", { "api.namespaces": unlabelled, "api.discovery": denied }, "not_reviewed"],
    ["policies before 1.25", { "api.namespaces": unlabelled, "api.psp": here([{ name: "p" }]) }, "not_reviewed"],
    ["no control plane seen", { "run.hosts": here([]) }, "not_reviewed"],
    [
      "a label of privileged, no control plane seen",
      { "run.hosts": here([]), "api.namespaces": namespaces({ default: "privileged" }) },
      "open",
    ],
    ["nothing held, no control plane seen", { "run.hosts": here([]), "api.namespaces": namespaces() }, "not_reviewed"],
    ["an API server not seen", { "run.hosts": controlPlaneHost({ "process.kube-apiserver": denied }) }, "not_reviewed"],
    ["no list of namespaces", { "api.namespaces": denied }, "not_reviewed"],
    ["a list that is not whole", { "api.namespaces": here([]) }, "not_reviewed"],
    ["no list of nodes", { "api.nodes": denied }, "not_reviewed"],
    [
      "only one of two API servers is right",
      {
        "api.namespaces": unlabelled,
        "run.hosts": here(
          [config("baseline"), apiServer()].flatMap((one) => (one.state === "present" ? one.value : [])),
        ),
      },
      "open",
    ],
  ])("%s", (_, given, status) => {
    expect(judged(given).own.status).toBe(status);
  });

  it("says which namespaces are not held, and shows what holds the others", () => {
    const { own } = judged({ "api.namespaces": unlabelled });
    expect(own.reason).toBe("Pods may be privileged by Pod Security admission in: namespace shop.");
    expect(linesOf(own)).toEqual([
      "namespace shop: privileged, by default",
      "namespace default: baseline, by its label",
    ]);
  });

  it("lists the platform's namespaces apart", () => {
    const { own, apart } = judged({
      "api.namespaces": namespaces({ default: "baseline", "calico-system": "privileged" }),
    });
    expect([own.status, apart?.status]).toEqual(["not_a_finding", "open"]);
  });

  it("spares namespaces that the site allows, and says so", () => {
    const { own } = judged({
      "api.namespaces": unlabelled,
      "site.options": here({ ...defaultSiteOptions, psaExemptNamespaces: ["shop"] }),
    });
    expect([own.status, own.reason]).toEqual([
      "not_a_finding",
      "Every namespace is held to baseline or restricted. This follows a decision of the site (psaExemptNamespaces: shop).",
    ]);
  });

  it("shows how the webhooks of engines are set", () => {
    const webhooks = here([
      webhook({
        name: "validation.gatekeeper.sh",
        failurePolicy: "Ignore",
        namespaces: { labels: {}, expressions: [{ key: "skip", operator: "DoesNotExist", values: [] }] },
      }),
      webhook({ name: "pods.example.com" }),
    ]);
    const given = namespaces({ default: "baseline", shop: undefined });
    const { status, seen } = judged({
      "api.namespaces": given,
      "api.discovery": withKyverno,
      "api.admission-webhooks": webhooks,
    }).own;
    expect(status).toBe("not_reviewed");
    expect(linesOf({ seen }).at(-1)).toBe(
      "Gatekeeper, validating webhook conf/validation.gatekeeper.sh: failurePolicy Ignore; " +
        "Service hooks/answers; leaves no namespace of users out",
    );
  });
});
