import { describe, expect, it } from "vitest";
import { entriesSeen } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/image-admission-control.ts";
import { nothingAdmits } from "../../../support/admission.ts";
import { container, pod } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, nothing } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";
import { started } from "../control-plane.ts";

const path = "/etc/kubernetes/admission.yaml";
const on = "--enable-admission-plugins=NodeRestriction,ImagePolicyWebhook";
const file = `--admission-control-config-file=${path}`;
const apiServer = (flags: readonly string[], entry?: unknown) =>
  controlPlaneHost({
    ...started("kube-apiserver", flags),
    ...(entry === undefined
      ? {}
      : { "content.admission-config": here({ path, file: path, content: { plugins: [entry] } }) }),
  });
const configured = (imagePolicy: unknown) =>
  apiServer([on, file], { name: "ImagePolicyWebhook", configuration: { imagePolicy } });
const refusing = configured({ defaultAllow: false });

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(rule, {
    ...workloadsRead({}),
    "run.hosts": refusing,
    "api.discovery": here(kubeadm),
    ...nothingAdmits,
    ...given,
  }).own;

describe("image-admission-control", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["refuses by default", {}, "not_a_finding"],
    ["defaultAllow left out", { "run.hosts": configured({ kubeConfigFile: "/k" }) }, "not_a_finding"],
    ["allows by default", { "run.hosts": configured({ defaultAllow: true }) }, "open"],
    ["allows by a text", { "run.hosts": configured({ defaultAllow: "false" }) }, "not_reviewed"],
    ["not configured", { "run.hosts": apiServer([on]) }, "not_reviewed"],
    [
      "configured in a file of its own",
      { "run.hosts": apiServer([on, file], { name: "ImagePolicyWebhook", path: "p" }) },
      "not_reviewed",
    ],
    [
      "configured and not on",
      { "run.hosts": apiServer([file], { name: "ImagePolicyWebhook", configuration: {} }) },
      "not_reviewed",
    ],
    ["on and off", { "run.hosts": apiServer([on, "--disable-admission-plugins=ImagePolicyWebhook"]) }, "not_reviewed"],
    ["none", { "run.hosts": apiServer([]) }, "not_reviewed"],
    [
      "on one of two API servers",
      { "run.hosts": here([...entriesSeen(refusing), ...entriesSeen(apiServer([]))]) },
      "open",
    ],
    [
      "an API server that was not seen",
      {
        "run.hosts": here([
          ...entriesSeen(refusing),
          ...entriesSeen(controlPlaneHost({ "process.kube-apiserver": denied })),
        ]),
      },
      "not_reviewed",
    ],
    ["no control plane", { "run.hosts": here([]) }, "not_reviewed"],
    ["nodes not listed", { "api.nodes": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("leaves to no person whether an API server of a host that was not read checks images", () => {
    const unread = { "process.kube-apiserver": nothing };
    const hosts = entriesSeen(controlPlaneHost(unread)).map((one) => ({ ...one, isRead: false }));
    expect(judged({ "run.hosts": here([...entriesSeen(apiServer([])), ...hosts]) })).toMatchObject({
      status: "not_reviewed",
      leftUnseen: "a control-plane host was not read",
    });
  });

  it("lists engines, and images that are not named by digest, latest first", () => {
    const images = ["app", "app:latest", "r.example:5000/web:1", "db:2@sha256:1", "r.example:5000/web:1"];
    const own = judged({
      "run.hosts": apiServer([]),
      "api.pods": here([
        pod({ containers: images.map((image) => container({ image })) }),
        pod({ namespace: "calico-system", containers: [container({ image: "calico/node" })] }),
      ]),
      "api.discovery": here([...kubeadm, discovered("policy.sigstore.dev/v1beta1", [served("a", "A")])]),
    });
    expect(linesOf(own)).toEqual([
      "policy engines: Sigstore policy-controller",
      "image app: latest or no tag, no digest",
      "image app:latest: latest or no tag, no digest",
      "image r.example:5000/web:1: no digest",
    ]);
  });
});
