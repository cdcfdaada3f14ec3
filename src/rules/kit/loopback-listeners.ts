import { isLoopbackAddress } from "../../evidence/address-class.ts";
import { entriesSeen } from "../../evidence/observed.ts";
import { notAFinding, notApplicable, open, type Seen } from "../../findings/verdict.ts";
import { type Condition, condition } from "../define-rule.ts";
import type { ControlPlaneComponent } from "./component-flag.ts";

const ports = (found: readonly { readonly port: number; readonly protocol: string }[]): string =>
  [...new Set(found.map(({ port, protocol }) => `${port}/${protocol}`))].join(", ");

/** The condition that no socket of a component reaches beyond loopback. Sockets that were not seen decide nothing. */
export const listenersOnLoopback = (component: ControlPlaneComponent): Condition =>
  condition(
    [],
    (facts) => {
      const { source } = facts["host.listeners"];
      const own = entriesSeen(facts["host.listeners"]).filter((listener) => listener.component === component);
      if (own.length === 0) return notApplicable(`No listening socket of ${component} was seen.`);
      const seen = own.map(
        ({ protocol, address, port }): Seen => ({
          what: `listening socket of ${component}`,
          value: `${address.includes(":") ? `[${address}]` : address}:${port}/${protocol}`,
          source,
        }),
      );
      const beyond = own.filter(({ address }) => !isLoopbackAddress(address));
      return beyond.length > 0
        ? open(`${component} listens beyond loopback: ${ports(beyond)}.`, seen)
        : notAFinding(`${component} listens on loopback only: ${ports(own)}.`, seen);
    },
    ["host.listeners"] as const,
  );
