import { z } from "zod";
import type { PortProtocol } from "../../evidence/site.ts";

/** The protocol of a port, as objects of Kubernetes have it. */
export const protocolSchema = z.enum(["TCP", "UDP", "SCTP"]).default("TCP");

/** The same as evidence has it. */
export const protocolOf = (written: z.infer<typeof protocolSchema>): PortProtocol =>
  written.toLowerCase() as PortProtocol;
