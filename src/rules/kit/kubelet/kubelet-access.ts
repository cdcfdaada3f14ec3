import { parseInteger } from "../../../evidence/go-flags.ts";
import type { NodeLayout } from "../../../evidence/layout.ts";
import type { Observed } from "../../../evidence/observed.ts";
import { notApplicable, open } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";
import { socketRows, socketsOf } from "../sockets/component-sockets.ts";
import type { FinalValue, KubeletSetting } from "./kubelet-setting.ts";

/** Whether the kubelet takes requests of nobody in particular. */
export const anonymousAuth: KubeletSetting = {
  flag: "anonymous-auth",
  setting: "authentication.anonymous.enabled",
  defaults: { withConfig: false, withoutConfig: true },
};

/** How the kubelet decides who may do what. */
export const authorizationMode: KubeletSetting = {
  flag: "authorization-mode",
  setting: "authorization.mode",
  defaults: { withConfig: "Webhook", withoutConfig: "AlwaysAllow" },
};

/** The kubelet's port without TLS and without authentication. */
export const readOnlyPort: KubeletSetting = {
  flag: "read-only-port",
  setting: "readOnlyPort",
  defaults: { withConfig: 0, withoutConfig: 10255 },
};

/** There is no read-only port. */
export const isNoPort = ({ value, from }: FinalValue): boolean =>
  (from === "flag" ? parseInteger(String(value)) : value) === 0;

const usualReadOnlyPort = 10_255;

/** The condition that no kubelet has a socket at the usual read-only port. Sockets that were not seen decide nothing. */
export const noReadOnlySocket: Condition = condition(
  [],
  ({ "host.listeners": listeners }) => {
    const found = socketsOf("kubelet", listeners).filter(({ port }) => port === usualReadOnlyPort);
    if (found.length === 0) return notApplicable(`No socket of the kubelet at ${usualReadOnlyPort}/tcp was seen.`);
    return open(`The kubelet listens at ${usualReadOnlyPort}/tcp, its read-only port.`, socketRows(found, listeners));
  },
  ["host.listeners"] as const,
);

/** Whether a program of the distribution may hold the kubelet (K3s, MicroK8s): then its process has another name. */
const mayBeEmbedded = (layout: Observed<NodeLayout>): boolean =>
  layout.state === "unknown" || (layout.state === "present" && layout.value.controlPlane === "embedded in one process");

/**
 * A condition on the kubelet, Not Applicable on a node that has none: no process of it runs, none is held by another
 * program, and the API's complete list does not hold the node. Of one that is only stopped it does.
 */
export const whereKubeletIs = (of: Condition): Condition => ({
  ...of,
  needs: [...of.needs, "process.kubelet", "node.api", "node.layout"],
  decide(facts) {
    const isProven = [facts["process.kubelet"], facts["node.api"]].every(({ state }) => state === "absent");
    return isProven && !mayBeEmbedded(facts["node.layout"])
      ? notApplicable("No kubelet runs here, and the API server does not list the host as a node.")
      : of.decide(facts);
  },
});
