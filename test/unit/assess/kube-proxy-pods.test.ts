import { expect, it } from "vitest";
import { kubeProxyPods } from "../../../src/assess/kube-proxy-pods.ts";
import type { ApiContainer, ApiPod } from "../../../src/evidence/pods.ts";
import { denied, here } from "../../support/facts.ts";

const container = (name: string, image: string): ApiContainer => ({
  kind: "container",
  name,
  image,
  ports: [],
  secretVariables: [],
});
const pod = (name: string, more: Partial<ApiPod> = {}): ApiPod => ({
  namespace: "kube-system",
  name,
  labels: {},
  phase: "Running",
  hostNetwork: true,
  running: [],
  containers: [container("main", "registry.k8s.io/coredns/coredns:v1.12.1")],
  attachedSecrets: [],
  ...more,
});

it("finds the pods of kube-proxy by name, label, container and image", () => {
  const pods = [
    pod("coredns-x", { labels: { "k8s-app": "kube-dns" } }),
    pod("kube-proxy-abcde"),
    pod("by-label", { labels: { "k8s-app": "kube-proxy" } }),
    pod("by-container", { containers: [container("kube-proxy", "mirror/x")] }),
    pod("by-image", { containers: [container("main", "mirror/kube-proxy-amd64:v1.33.1")] }),
  ];
  expect(kubeProxyPods(here(pods))).toMatchObject({
    value: ["by-container", "by-image", "by-label", "kube-proxy-abcde"].map((name) => `kube-system/${name}`),
  });
  expect(kubeProxyPods(denied).state).toBe("unknown");
});
