import { z } from "zod";
import type { PodVolume, VolumeMount } from "../../evidence/pod-security.ts";
import { secretVolumeFields } from "./attached-secrets.ts";
import { entries, nullableList } from "./nullable-list.ts";

// Loose: what a volume is, is which of its fields is there.
const volumeSchema = z.looseObject({
  ...secretVolumeFields,
  name: z.string(),
  hostPath: z.object({ path: z.string() }).nullish(),
  persistentVolumeClaim: z.object({ claimName: z.string().default(""), readOnly: z.boolean().nullish() }).nullish(),
});
const mountSchema = z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().nullish() });

/** The volumes of a pod, as the API server has them. */
export const volumesSchema = nullableList(volumeSchema);
/** What a container mounts of them. */
export const volumeMountsSchema = nullableList(mountSchema);

type Volume = z.infer<typeof volumeSchema>;

/** Kinds into which nothing can be written and which show nothing of the host. */
const alwaysReadOnly = ["configMap", "secret", "downwardAPI", "projected", "image"];

const isReadOnly = (source: unknown): boolean =>
  typeof source === "object" && source !== null && "readOnly" in source && source.readOnly === true;

function readVolume(volume: Volume): readonly PodVolume[] {
  const { name, hostPath, persistentVolumeClaim: claim } = volume;
  // One without any is an emptyDir, of which the server writes `{}`.
  const kind = Object.keys(volume).find((key) => key !== "name" && (volume[key] ?? undefined) !== undefined);
  if (kind !== undefined && alwaysReadOnly.includes(kind)) return [];
  return [
    {
      name,
      kind: kind ?? "emptyDir",
      ...(kind !== undefined && isReadOnly(volume[kind]) && { readOnly: true }),
      ...(hostPath && { path: hostPath.path }),
      ...(claim && { claim: claim.claimName }),
    },
  ];
}

/** The volumes that may be written to or that show the host. */
export const readVolumes = (volumes: z.infer<typeof volumesSchema>): readonly PodVolume[] =>
  entries(volumes).flatMap(readVolume);

/** Where a container has volumes that are kept. */
export const readMounts = (
  mounts: z.infer<typeof volumeMountsSchema>,
  kept: readonly PodVolume[],
): readonly VolumeMount[] =>
  entries(mounts).flatMap(({ name, mountPath, readOnly }) =>
    kept.some((volume) => volume.name === name)
      ? [{ volume: name, path: mountPath, ...(readOnly === true && { readOnly }) }]
      : [],
  );
