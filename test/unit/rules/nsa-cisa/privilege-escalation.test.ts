import { describe } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/privilege-escalation.ts";
import { ofEveryKind, secured, securityCases } from "../../../support/guidance-facts.ts";

const no = { allowPrivilegeEscalation: false } as const;

describe("privilege-escalation", () => {
  securityCases(rule, {}, {}, [
    ["nothing set", secured({}), "open"],
    ["false", secured({}, no), "not_a_finding"],
    ["true", secured({}, { allowPrivilegeEscalation: true }), "open"],
    ["false, but privileged", secured({}, { ...no, privileged: true }), "open"],
    ["false, but CAP_SYS_ADMIN", secured({}, { ...no, addedCapabilities: ["CAP_SYS_ADMIN"] }), "open"],
    ["false, but sys_admin", secured({}, { ...no, addedCapabilities: ["sys_admin"] }), "open"],
    ["false, but ALL", secured({}, { ...no, addedCapabilities: ["ALL"] }), "open"],
    ["false, with another capability", secured({}, { ...no, addedCapabilities: ["NET_ADMIN"] }), "not_a_finding"],
    ["for Windows", secured({ os: "windows" }), "not_applicable"],
    ...ofEveryKind(no, {}).map((given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const),
  ]);
});
