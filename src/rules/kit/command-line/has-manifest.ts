import { notAFinding, open } from "../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../define-rule.ts";
import type { ControlPlaneComponent } from "./component-flag.ts";

/** A condition that a static pod manifest starts the component; some check texts call its absence a finding. */
export const hasManifest = (component: ControlPlaneComponent): Condition =>
  saying(
    `a static pod manifest starts ${component}`,
    condition([`manifest.${component}`] as const, (facts) =>
      facts[`manifest.${component}`].state === "present"
        ? notAFinding(`A static pod manifest starts ${component}.`)
        : open(`No static pod manifest on this control-plane node starts ${component}.`),
    ),
  );
