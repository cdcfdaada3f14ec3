import { describe } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/privileged-containers.ts";
import { ofEveryKind, secured, securityCases } from "../../../support/guidance-facts.ts";

const privileged = { privileged: true } as const;

describe("privileged-containers", () => {
  securityCases(rule, {}, privileged, [
    ["nothing set", secured({}), "not_a_finding"],
    ["a privileged container", secured({}, privileged), "open"],
    ...ofEveryKind({}, privileged).map(
      (given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const,
    ),
    ["hostProcess of the pod", secured({ os: "windows", hostProcess: true }), "open"],
    ["hostProcess of the container", secured({ os: "windows" }, { hostProcess: true }), "open"],
    [
      "hostProcess, which the container takes back",
      secured({ hostProcess: true }, { hostProcess: false }),
      "not_a_finding",
    ],
  ]);
});
