import { z } from "zod";
import type { AttachedSecret } from "../../evidence/pods.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { projectedToken } from "./service-account-tokens.ts";

const reference = z.object({ name: z.string().nullish() }).nullish();
const withReference = z.object({ secretRef: reference }).nullish();
const sourceSchema = z.object({ secret: reference, serviceAccountToken: projectedToken });

/** Of a volume the fields by which it is a Secret, or names one. */
export const secretVolumeFields = {
  secret: z.object({ secretName: z.string().nullish() }).nullish(),
  azureFile: z.object({ secretName: z.string().nullish() }).nullish(),
  projected: z.object({ sources: nullableList(sourceSchema) }).nullish(),
  csi: z.object({ nodePublishSecretRef: reference }).nullish(),
  cephfs: withReference,
  flexVolume: withReference,
  iscsi: withReference,
  rbd: withReference,
  scaleIO: withReference,
  storageos: withReference,
  image: z.object({ reference: z.string().default("") }).nullish(),
} as const;

/** The names of Secrets for pulling images. */
export const imagePullSecretsSchema = nullableList(z.object({ name: z.string().nullish() }));

type Given = {
  readonly volumes?: readonly z.infer<z.ZodObject<typeof secretVolumeFields>>[] | null | undefined;
  readonly imagePullSecrets?: z.infer<typeof imagePullSecretsSchema>;
};

/** The volumes of other drivers that name a Secret to log in with. */
const drivers = ["cephfs", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos"] as const;

const named = (how: string, secret: string | null | undefined): readonly AttachedSecret[] =>
  secret === null || secret === undefined || secret === "" ? [] : [{ secret, how }];

/** The Secrets that a pod is given by volumes and for pulling images; tokens that the kubelet asks for are none. */
export const attachedSecrets = ({ volumes, imagePullSecrets }: Given): readonly AttachedSecret[] => [
  ...entries(volumes).flatMap((volume) => [
    ...named("volume", volume.secret?.secretName),
    ...entries(volume.projected?.sources).flatMap(({ secret }) => named("projected volume", secret?.name)),
    ...named("CSI volume", volume.csi?.nodePublishSecretRef?.name),
    ...named("azureFile volume", volume.azureFile?.secretName),
    ...drivers.flatMap((driver) => named(`${driver} volume`, volume[driver]?.secretRef?.name)),
  ]),
  ...entries(imagePullSecrets).flatMap(({ name }) => named("image pull", name)),
];
