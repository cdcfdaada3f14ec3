import { isLoopbackAddress } from "../../../evidence/address-class.ts";
import { notAFinding, notApplicable, open } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";
import type { ControlPlaneComponent } from "../command-line/component-flag.ts";
import { portsOf, socketRows, socketsOf } from "./component-sockets.ts";

/** The condition that no socket of a component reaches beyond loopback. Sockets that were not seen decide nothing. */
export const listenersOnLoopback = (component: ControlPlaneComponent): Condition =>
  condition(
    [],
    ({ "host.listeners": listeners }) => {
      const own = socketsOf(component, listeners);
      if (own.length === 0) return notApplicable(`No listening socket of ${component} was seen.`);
      const seen = socketRows(own, listeners);
      const beyond = own.filter(({ address }) => !isLoopbackAddress(address));
      return beyond.length > 0
        ? open(`${component} listens beyond loopback: ${portsOf(beyond)}.`, seen)
        : notAFinding(`${component} listens on loopback only: ${portsOf(own)}.`, seen);
    },
    ["host.listeners"] as const,
  );
