import { describe, expect, it } from "vitest";
import { readConfigz } from "../../../src/probes/cluster/read-configz.ts";
import { configzWith, inForce, recordedConfigz } from "../../support/configz.ts";

describe("what a kubelet says is in force", () => {
  it("is of kubeadm 1.36 these settings and no others: what is left out is zero, not the default", () => {
    expect(recordedConfigz.kubeletconfig).not.toHaveProperty("readOnlyPort");
    expect(recordedConfigz.kubeletconfig).not.toHaveProperty("protectKernelDefaults");
    expect(readConfigz(recordedConfigz)).toEqual(
      inForce({ protectKernelDefaults: false, staticPodPath: "/etc/kubernetes/manifests" }),
    );
  });

  it("is what is written where something is", () => {
    const given = { readOnlyPort: 10255, protectKernelDefaults: true, streamingConnectionIdleTimeout: "0s" };
    expect(readConfigz(configzWith({ ...given, authentication: { anonymous: { enabled: true } } }))).toMatchObject({
      ...given,
      "authentication.anonymous.enabled": true,
      "authentication.x509.clientCAFile": "",
    });
  });

  it("is said by kubelets too that name no kind, and beside others of one process", () => {
    const old = { ...configzWith({ kind: undefined, apiVersion: undefined }), "kubeproxy.config.k8s.io": {} };
    expect(readConfigz(JSON.parse(JSON.stringify(old)))["authorization.mode"]).toBe("Webhook");
  });

  it("has no URL of static pods in it, only that there is one", () => {
    const said = readConfigz(configzWith({ staticPodURL: "https://me:hunter2@pods.example/?token=x" }));
    expect(said.staticPodURL).toBe("REDACTED");
  });

  it.each([
    ["nothing", null],
    ["a text", "ok"],
    ["another document", { kind: "Status", code: 200 }],
    ["an empty configuration", { kubeletconfig: {} }],
    ["null for one", { kubeletconfig: null }],
    ["another kind", configzWith({ kind: "KubeProxyConfiguration" })],
    ["another version", configzWith({ apiVersion: "kubelet.config.k8s.io/v1" })],
    ["no word on anonymous requests", configzWith({ authentication: { x509: {} } })],
    ["null for that", configzWith({ authentication: { anonymous: { enabled: null } } })],
    ["a text for a boolean", configzWith({ authentication: { anonymous: { enabled: "false" } } })],
    ["no mode of authorization", configzWith({ authorization: {} })],
    ["no timeout", configzWith({ streamingConnectionIdleTimeout: undefined })],
    ["a text for a port", configzWith({ readOnlyPort: "0" })],
    ["the names of 1.9", configzWith({ podManifestPath: "/etc/kubernetes/manifests" })],
    ["another name of 1.9", configzWith({ manifestURL: "http://pods.example" })],
  ])("is not believed where it is %s", (_what, body) => {
    const received: unknown = JSON.parse(JSON.stringify(body));
    expect(() => readConfigz(received)).toThrow();
  });
});
