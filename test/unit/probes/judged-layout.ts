import { judgeNode } from "../../../src/assess/judge.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { type DescribedHost, describedSession } from "../../support/described-host.ts";

const transport = { address: "10.0.0.1", port: 22, stage: "ready", outcome: "connected", message: "", viaJump: false };
const noApi = { cluster: "c", collectedAt: "", facts: unreadClusterFacts("", "not-collected", "no API") };

/** What the node's probes make of a host. */
export const collect = (host: DescribedHost): Promise<CollectedFacts> =>
  collectNode(describedSession(host), "n1", transport);

/** What a rule says of a host, and as what it is judged. */
export async function judge(host: DescribedHost, rule: NodeRule) {
  const facts = await collect(host);
  const evidence = {
    node: "n1",
    address: "10.0.0.1",
    declaredRole: "worker" as const,
    labels: {},
    read: { state: "read" as const },
    collectedAt: "",
    readerSha256: "",
    facts,
  };
  const concluded = concludeFacts(evidence, noApi, undecided);
  const { literal, effective } = judgeNode(rule, concluded);
  const role = concluded["node.role"];
  return { literal, effective, role: role.state === "present" ? role.value : role.state };
}
