import { describe, expect, it } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/non-root-containers.ts";
import { judged, ofEveryKind, secured, securityCases, workloadsRead } from "../../../support/guidance-facts.ts";

const nonRoot = { runAsNonRoot: true } as const;

describe("non-root-containers", () => {
  securityCases(rule, {}, {}, [
    ["nothing set", secured({}), "open"],
    ["non-root by the pod", secured(nonRoot), "not_a_finding"],
    ["non-root by the container", secured({}, nonRoot), "not_a_finding"],
    ["non-root by the pod, not by the container", secured(nonRoot, { runAsNonRoot: false }), "open"],
    ["not by the pod, by the container", secured({ runAsNonRoot: false }, nonRoot), "not_a_finding"],
    ["a user by the pod", secured({ runAsUser: 1000 }), "not_a_finding"],
    ["a user though runAsNonRoot is false", secured({ runAsUser: 1000, runAsNonRoot: false }), "not_a_finding"],
    ["root by the container, over the pod's user", secured({ runAsUser: 1000 }, { runAsUser: 0 }), "open"],
    ["root though runAsNonRoot is true", secured({ ...nonRoot, runAsUser: 0 }), "open"],
    ["users of the pod's own alone", secured({ hostUsers: false }), "not_reviewed"],
    ["for Windows", secured({ os: "windows" }), "not_applicable"],
    ...ofEveryKind(nonRoot, {}).map((given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const),
    ...ofEveryKind({}, {}).map(
      (given) => [`one beside, by the pod, ${given[1]?.kind}`, secured(nonRoot, given), "not_a_finding"] as const,
    ),
  ]);

  it("shows group 0, which is no finding", () => {
    const given = secured({ runAsUser: 1, fsGroup: 0, supplementalGroups: [5, 0] }, { runAsGroup: 0 });
    const { own } = judged(rule, workloadsRead({ pods: [given] }));
    expect([own.status, ...own.seen.map(({ value }) => value)]).toEqual([
      "not_a_finding",
      "container main: runAsGroup is 0",
      "fsGroup is 0",
      "supplementalGroups has 0",
    ]);
  });
});
