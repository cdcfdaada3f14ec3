import { expect, it } from "vitest";
import { kubeProxyPods } from "../../../src/assess/kube-proxy-pods.ts";
import type { ApiPod } from "../../../src/evidence/pods.ts";
import { container, pod } from "../../support/cluster-facts.ts";
import { denied, here } from "../../support/facts.ts";

const named = (name: string, more: Partial<ApiPod> = {}): ApiPod => pod({ namespace: "kube-system", name, ...more });

it("finds the pods of kube-proxy by name, label, container and image", () => {
  const pods = [
    named("coredns-x", { labels: { "k8s-app": "kube-dns" } }),
    named("kube-proxy-abcde"),
    named("by-label", { labels: { "k8s-app": "kube-proxy" } }),
    named("by-container", { containers: [container({ name: "kube-proxy", image: "mirror/x" })] }),
    named("by-image", { containers: [container({ image: "mirror/kube-proxy-amd64:v1.33.1" })] }),
  ];
  expect(kubeProxyPods(here(pods))).toMatchObject({
    value: ["by-container", "by-image", "by-label", "kube-proxy-abcde"].map((name) => `kube-system/${name}`),
  });
  expect(kubeProxyPods(denied).state).toBe("unknown");
});
