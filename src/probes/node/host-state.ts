import type { CollectedFacts } from "../../evidence/node.ts";
import type { Observed } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { probeBootId } from "./boot-id.ts";
import { probeCni } from "./cni.ts";
import { probeContainerLabels } from "./container-labels.ts";
import { probeJournal } from "./journal.ts";
import { probeJournalUpload } from "./journal-upload.ts";
import { probeRsyslog } from "./rsyslog.ts";
import { probeSecurityModules } from "./security-modules.ts";
import { probeServices } from "./services.ts";

/** What is asked of the host itself, whatever distribution it has. */
export type HostState = Pick<
  CollectedFacts,
  | "host.boot-id"
  | "host.services"
  | "host.engines"
  | "host.cni"
  | "host.journal"
  | "host.security-modules"
  | "host.container-labels"
  | "host.rsyslog"
  | "host.journal-upload"
>;

/** Services, network configurations, journal, security modules and forwarding of a node. */
export async function probeHostState(ask: Ask, asked: Promise<Observed<readonly HostProcess[]>>): Promise<HostState> {
  const [bootId, { services, engines }, cni, journal, modules, labels, rsyslog, upload] = await Promise.all([
    probeBootId(ask),
    probeServices(ask, asked),
    probeCni(ask),
    probeJournal(ask),
    probeSecurityModules(ask),
    probeContainerLabels(ask),
    probeRsyslog(ask, asked),
    probeJournalUpload(ask, asked),
  ]);
  return {
    "host.boot-id": bootId,
    "host.services": services,
    "host.engines": engines,
    "host.cni": cni,
    "host.journal": journal,
    "host.security-modules": modules,
    "host.container-labels": labels,
    "host.rsyslog": rsyslog,
    "host.journal-upload": upload,
  };
}
