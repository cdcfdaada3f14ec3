import type { ContainerLabels } from "../../evidence/host-state.ts";
import type { Observed } from "../../evidence/observed.ts";
import type { Ask } from "../ask.ts";
import { parseLabels } from "../parse/label-lines.ts";

/** How AppArmor or SELinux confines what runs in the kubelet's containers, in one request. */
export const probeContainerLabels = (ask: Ask): Promise<Observed<ContainerLabels>> =>
  ask({ verb: "labels", argument: "" }, parseLabels);
