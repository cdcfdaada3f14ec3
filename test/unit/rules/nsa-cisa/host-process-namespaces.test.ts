import { describe, expect, it } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/host-process-namespaces.ts";
import { judged, secured, securityCases, workloadsRead } from "../../../support/guidance-facts.ts";

describe("host-process-namespaces", () => {
  securityCases(rule, { hostPID: true }, {}, [
    ["nothing set", secured({}), "not_a_finding"],
    ["hostPID", secured({ hostPID: true }), "open"],
    ["hostIPC", secured({ hostIPC: true }), "open"],
    ["the pod's own namespace shared", secured({ shareProcessNamespace: true }), "not_a_finding"],
    ["on the host's network only", secured({}, {}, { hostNetwork: true }), "not_a_finding"],
  ]);

  it("shows that a pod's containers share a namespace", () => {
    const { own } = judged(rule, workloadsRead({ pods: [secured({ shareProcessNamespace: true })] }));
    expect(own.seen.map(({ value }) => value)).toEqual(["shareProcessNamespace, of its own containers only"]);
  });
});
