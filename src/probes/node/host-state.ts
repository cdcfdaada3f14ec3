import type { CollectedFacts } from "../../evidence/node.ts";
import type { Observed } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { probeCni } from "./cni.ts";
import { probeJournal } from "./journal.ts";
import { probeSecurityModules } from "./security-modules.ts";
import { probeServices } from "./services.ts";

/** What is asked of the host itself, whatever distribution it has. */
export type HostState = Pick<
  CollectedFacts,
  "host.services" | "host.engines" | "host.cni" | "host.journal" | "host.security-modules"
>;

/** Services, network configurations, journal and security modules of a node. */
export async function probeHostState(ask: Ask, asked: Promise<Observed<readonly HostProcess[]>>): Promise<HostState> {
  const [{ services, engines }, cni, journal, modules] = await Promise.all([
    probeServices(ask, asked),
    probeCni(ask),
    probeJournal(ask),
    probeSecurityModules(ask),
  ]);
  return {
    "host.services": services,
    "host.engines": engines,
    "host.cni": cni,
    "host.journal": journal,
    "host.security-modules": modules,
  };
}
