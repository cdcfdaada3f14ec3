import type { ContainerSecurity } from "../../../../evidence/pod-security.ts";

// Runtimes take capabilities in any case; the API takes them with and without CAP_.
const named = (capability: string): string => capability.toUpperCase().replace(/^CAP_/, "");

/** The capabilities that a container is given besides the runtime's, by their names without CAP_. */
export const addedCapabilities = ({ addedCapabilities: added = [] }: ContainerSecurity): readonly string[] =>
  added.map(named);

/** Whether a container gives up the capabilities that runtimes give. */
export const dropsAllCapabilities = ({ droppedCapabilities: dropped = [] }: ContainerSecurity): boolean =>
  dropped.some((capability) => capability.toUpperCase() === "ALL");
