import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/log-forwarding.ts";
import { type agentPod, services } from "../../../support/agents.ts";
import { controlPlane, type FactsGiven, facts, here, processOf } from "../../../support/facts.ts";

const quiet: FactsGiven = {
  ...services("systemd-journald.service"),
  "node.role": here(controlPlane),
  "host.listeners": here([]),
  "api.node-pods": here([]),
};
/** The rule on a node that forwards nothing but by what is given. */
export const judged = (given: FactsGiven) => judgeNode(rule, facts({ ...quiet, ...given })).literal;
export const pods = (...all: readonly ReturnType<typeof agentPod>[]): FactsGiven => ({ "api.node-pods": here(all) });
export const apiServer = (...flags: readonly string[]): FactsGiven => ({
  "process.kube-apiserver": here([
    { ...processOf(["kube-apiserver", ...flags]), mounts: [{ mountPath: "/", hostPath: "/" }] },
  ]),
});
