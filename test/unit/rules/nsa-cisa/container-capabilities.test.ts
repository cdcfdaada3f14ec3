import { describe, expect, it } from "vitest";
import { rule } from "../../../../src/rules/nsa-cisa/container-capabilities.ts";
import { judged, ofEveryKind, secured, securityCases, workloadsRead } from "../../../support/guidance-facts.ts";

const dropped = { droppedCapabilities: ["ALL"] } as const;
const adding = (...addedCapabilities: readonly string[]) => secured({}, { ...dropped, addedCapabilities });

describe("container-capabilities", () => {
  securityCases(rule, {}, {}, [
    ["nothing set", secured({}), "open"],
    ["ALL dropped", secured({}, dropped), "not_a_finding"],
    ["all dropped, in small letters", secured({}, { droppedCapabilities: ["all"] }), "not_a_finding"],
    ["some dropped", secured({}, { droppedCapabilities: ["NET_RAW", "SYS_CHROOT"] }), "open"],
    ["NET_BIND_SERVICE added", adding("NET_BIND_SERVICE"), "not_a_finding"],
    ["CAP_NET_BIND_SERVICE added", adding("CAP_NET_BIND_SERVICE"), "not_a_finding"],
    ["another added", adding("CHOWN"), "not_reviewed"],
    ["another added, not ALL dropped", secured({}, { addedCapabilities: ["CHOWN"] }), "open"],
    ...["ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "net_raw", "MAC_OVERRIDE", "BPF", "SETPCAP"].map(
      (capability) => [`${capability} added`, adding("CHOWN", capability), "open"] as const,
    ),
    ["privileged, whatever it drops", secured({}, { ...dropped, privileged: true }), "open"],
    ["for Windows", secured({ os: "windows" }), "not_applicable"],
    ...ofEveryKind(dropped, {}).map((given) => [`one beside, ${given[1]?.kind}`, secured({}, given), "open"] as const),
  ]);

  it("says what a person is to look at", () => {
    const { own } = judged(rule, workloadsRead({ pods: [adding("CHOWN")] }));
    expect([own.reason, own.seen[0]?.value]).toEqual([
      "Containers with capabilities: shop/Pod app-1. Whether that may be is for a person.",
      "container main: adds CHOWN",
    ]);
  });
});
