import type { NodeRule } from "../../define-rule.ts";
import { type ControlPlaneComponent, componentFlagRule } from "../command-line/component-flag.ts";
import { listenersOnLoopback } from "./loopback-listeners.ts";
import { bindsToLocalhost, listensOnLoopback } from "./secure-port.ts";

/** A rule that a controller manager or scheduler listens on loopback only. */
export const bindAddressRule = (id: string, component: ControlPlaneComponent): NodeRule =>
  componentFlagRule({
    id,
    component,
    flags: ["bind-address", "secure-port", "address", "port"],
    literal: bindsToLocalhost,
    effective: listensOnLoopback,
    effectiveBesides: [listenersOnLoopback(component)],
    expected: "--bind-address=127.0.0.1",
    passes: { effective: "--bind-address a loopback address, or --secure-port=0, and no socket beyond loopback" },
    errata: [
      "Until 1.23 there is an insecure port too: --port must be 0 or --address a loopback address; where " +
        "the release is not known the effective reading is Not Reviewed.",
    ],
    whenUnset:
      "unset, it listens on every address; ::1 is as safe but not what the text asks for. Until 1.23 the insecure --port " +
      "must be 0, or --address a loopback address, too. What it listens on (ss -lntup) must agree",
  });
