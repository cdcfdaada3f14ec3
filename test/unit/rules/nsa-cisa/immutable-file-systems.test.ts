import { describe, expect, it } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/immutable-file-systems.ts";
import { container } from "../../../support/cluster-facts.ts";
import { here, nodeOfApi } from "../../../support/facts.ts";
import { judged, ofEveryKind, secured, securityCases, workloadsRead } from "../../../support/guidance-facts.ts";

const readOnly = { readOnlyRootFilesystem: true } as const;

describe("immutable-file-systems", () => {
  securityCases(rule, {}, {}, [
    ["nothing set", secured({}), "open"],
    ["read-only", secured({}, readOnly), "not_a_finding"],
    ["for Windows", secured({ os: "windows" }), "not_applicable"],
    ...ofEveryKind(readOnly, {}).map((given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const),
  ]);

  it("shows what stays writable", () => {
    const mounts = ["tmp", "data", "share", "host"].map((volume) => ({ volume, path: `/${volume}` }));
    const mounted = [...mounts.slice(0, 3), { volume: "host", path: "/host", readOnly: true } as const];
    const given = secured({}, [container({ security: readOnly, mounts: mounted })], {
      volumes: [
        { name: "tmp", kind: "emptyDir" },
        { name: "data", kind: "persistentVolumeClaim", claim: "d" },
        { name: "share", kind: "nfs", readOnly: true },
        { name: "host", kind: "hostPath", path: "/x" },
      ],
    });
    const { own } = judged(rule, workloadsRead({ pods: [given] }));
    expect([own.status, ...own.seen.map(({ value }) => value)]).toEqual([
      "not_a_finding",
      "container main: writes to /data (persistentVolumeClaim)",
      "container main: writes to /tmp (emptyDir)",
    ]);
  });

  it("knows pods for Windows by their node, which counts before what they say", () => {
    const status = (os: string, said: string) => {
      const nodes = here([nodeOfApi({ labels: { "kubernetes.io/os": os } })]);
      const pods = [secured({ os: said }, {}, { node: "n1" })];
      return judged(rule, workloadsRead({ pods, "api.nodes": nodes })).own.status;
    };
    expect([status("windows", "linux"), status("linux", "windows")]).toEqual(["not_applicable", "open"]);
  });

  it("is applicable where one pod is not for Windows", () => {
    const pods = [secured({ os: "windows" }), secured({}, readOnly, { name: "b" })];
    const { own } = judged(rule, workloadsRead({ pods }));
    expect([own.status, own.reason]).toEqual([
      "not_a_finding",
      "Not found in any pod or template that was looked at: containers that may write to their root file system.",
    ]);
  });
});
