import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import type { NodeVolume } from "../../evidence/pod-security.ts";
import { apiRequests } from "./api-requests.ts";
import { getList } from "./read-list.ts";

const onNode = z.object({ path: z.string() }).nullish();

const volumeSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    hostPath: onNode,
    local: onNode,
    claimRef: z.object({ namespace: z.string().default(""), name: z.string().default("") }).nullish(),
  }),
  status: z.object({ phase: z.string().default("") }).prefault({}),
});

/** A PersistentVolume as the API gives it; nothing where it is no path on a node. */
function readPersistentVolume(item: unknown): NodeVolume | undefined {
  const { metadata, spec, status } = volumeSchema.parse(item);
  for (const kind of ["hostPath", "local"] as const) {
    const { claimRef: claim } = spec;
    const source = spec[kind];
    if (source) return { name: metadata.name, kind, path: source.path, phase: status.phase, ...(claim && { claim }) };
  }
  return undefined;
}

/** The PersistentVolumes that are paths on nodes. */
export async function getNodeVolumes(api: ApiSession): Promise<Observed<readonly NodeVolume[]>> {
  const listed = await getList(api, apiRequests.persistentVolumes, readPersistentVolume);
  if (listed.state !== "present") return listed;
  const kept = listed.value.filter((volume) => volume !== undefined);
  return present(kept, listed.source);
}
