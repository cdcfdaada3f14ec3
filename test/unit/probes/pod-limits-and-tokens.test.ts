import { describe, expect, it } from "vitest";
import { readPod, readWorkload } from "../../../src/probes/cluster/pods.ts";

const metadata = { namespace: "shop", name: "app" };
const read = (spec: object) => readPod({ metadata, spec });
const limitsOf = (limits: unknown) =>
  read({ containers: [{ name: "c", resources: { limits } }] }).containers[0]?.limits;

describe("limits", () => {
  it.each([
    [{ cpu: "1", memory: "64Mi" }, ["cpu", "memory"]],
    [{ cpu: 1, "ephemeral-storage": "1Gi" }, ["cpu"]],
    [{ cpu: "0", memory: "0Mi" }, undefined],
    [{ cpu: "0.5", memory: "0.0" }, ["cpu"]],
    [{ cpu: "0m", memory: "0e3" }, undefined],
    [null, undefined],
  ])("of a container: %j", (limits, kept) => {
    expect(limitsOf(limits)).toEqual(kept);
  });

  it("of zero are told apart from those that are missing", () => {
    const zeroOf = (limits: unknown) =>
      read({ containers: [{ name: "c", resources: { limits } }] }).containers[0]?.zeroLimits;
    expect(zeroOf({ cpu: "0", memory: "64Mi" })).toEqual(["cpu"]);
    expect(zeroOf({ memory: "64Mi" })).toBeUndefined();
  });

  it("are no requests", () => {
    expect(read({ containers: [{ name: "c", resources: { requests: { cpu: "1" } } }] }).containers[0]?.limits).toBe(
      undefined,
    );
  });

  it("may be the whole pod's", () => {
    expect(read({ resources: { limits: { memory: "1Gi" } } }).podLimits).toEqual(["memory"]);
    expect(read({})).not.toHaveProperty("podLimits");
  });
});

describe("a service account's token", () => {
  it("is what the pod says, and what its volumes bring", () => {
    const sources = [
      { serviceAccountToken: { path: "token", expirationSeconds: 3607 } },
      { configMap: { name: "kube-root-ca.crt" } },
      { serviceAccountToken: { path: "vault", audience: "vault" } },
    ];
    expect(
      read({
        serviceAccountName: "web",
        automountServiceAccountToken: false,
        volumes: [{ name: "token", projected: { sources } }],
      }),
    ).toMatchObject({
      serviceAccount: "web",
      automountToken: false,
      projectedTokens: [{ expirationSeconds: 3607 }, { audience: "vault" }],
    });
  });

  it("is not spoken of in most templates", () => {
    const template = { spec: { serviceAccountName: "web" } };
    const workload = readWorkload("Deployment")({ metadata, spec: { template } });
    expect(workload.serviceAccount).toBe("web");
    expect(workload).not.toHaveProperty("automountToken");
    expect(workload).not.toHaveProperty("projectedTokens");
  });
});
