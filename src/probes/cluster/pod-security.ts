import { z } from "zod";
import type { ContainerSecurity, PodSecurity, SecurityProfile, SeLinuxOptions } from "../../evidence/pod-security.ts";
import { entries, nullableList } from "./nullable-list.ts";

const flag = z.boolean().nullish();
const id = z.number().nullish();
const text = z.string().nullish();
const profileSchema = z.object({ type: z.string(), localhostProfile: text }).nullish();
const sharedFields = {
  runAsNonRoot: flag,
  runAsUser: id,
  runAsGroup: id,
  seccompProfile: profileSchema,
  appArmorProfile: profileSchema,
  seLinuxOptions: z.object({ user: text, role: text, type: text }).nullish(),
  windowsOptions: z.object({ hostProcess: flag }).nullish(),
} as const;

/** A container's securityContext. */
export const containerSecuritySchema = z
  .object({
    ...sharedFields,
    privileged: flag,
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    capabilities: z.object({ add: nullableList(z.string()), drop: nullableList(z.string()) }).nullish(),
  })
  .nullish();

/** Of a pod's spec the fields about the security of all its containers. */
export const podSecurityFields = {
  hostPID: flag,
  hostIPC: flag,
  shareProcessNamespace: flag,
  hostUsers: flag,
  os: z.object({ name: z.string().default("") }).nullish(),
  securityContext: z.object({ ...sharedFields, fsGroup: id, supplementalGroups: nullableList(z.number()) }).nullish(),
} as const;

/** The annotations of a pod or a template, of which only those about profiles are read. */
export type Annotations = Readonly<Record<string, unknown>>;

type Given<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** What is set: neither missing nor null, and no list without entries. */
const whatIsSet = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => (value ?? undefined) !== undefined && value.length !== 0),
  ) as Given<T>;

const ifTrue = (value: boolean | null | undefined): true | undefined => (value === true ? true : undefined);

const profile = (given: z.infer<typeof profileSchema>): SecurityProfile | undefined =>
  given ? { type: given.type, ...whatIsSet({ localhostProfile: given.localhostProfile }) } : undefined;

function seLinux(given: SharedContext["seLinuxOptions"]): SeLinuxOptions | undefined {
  const options = whatIsSet({ user: given?.user, role: given?.role, type: given?.type });
  return Object.keys(options).length === 0 ? undefined : options;
}

type SharedContext = z.infer<z.ZodObject<typeof sharedFields>>;

/** What a pod's and a container's securityContext have in common. */
const shared = (context: SharedContext | null | undefined) => ({
  runAsNonRoot: context?.runAsNonRoot,
  runAsUser: context?.runAsUser,
  runAsGroup: context?.runAsGroup,
  seccomp: profile(context?.seccompProfile),
  appArmor: profile(context?.appArmorProfile),
  seLinux: seLinux(context?.seLinuxOptions),
  hostProcess: context?.windowsOptions?.hostProcess,
});

const annotation = (annotations: Annotations, key: string): string | undefined => {
  const value = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  return typeof value === "string" ? value : undefined;
};

/** What a container says of its own security; nothing where it says nothing. */
export function readContainerSecurity(
  { name, securityContext: context }: { readonly name: string; readonly securityContext?: ContainerContext },
  annotations: Annotations,
): ContainerSecurity | undefined {
  const said = whatIsSet({
    ...shared(context),
    privileged: ifTrue(context?.privileged),
    allowPrivilegeEscalation: context?.allowPrivilegeEscalation,
    readOnlyRootFilesystem: ifTrue(context?.readOnlyRootFilesystem),
    addedCapabilities: entries(context?.capabilities?.add),
    droppedCapabilities: entries(context?.capabilities?.drop),
    seccompAnnotation: annotation(annotations, `container.seccomp.security.alpha.kubernetes.io/${name}`),
    appArmorAnnotation: annotation(annotations, `container.apparmor.security.beta.kubernetes.io/${name}`),
  });
  return Object.keys(said).length === 0 ? undefined : said;
}

type ContainerContext = z.infer<typeof containerSecuritySchema>;

/** What a pod says of the security of all its containers. */
export const readPodSecurity = (
  spec: z.infer<z.ZodObject<typeof podSecurityFields>>,
  annotations: Annotations,
): PodSecurity =>
  whatIsSet({
    ...shared(spec.securityContext),
    hostPID: ifTrue(spec.hostPID),
    hostIPC: ifTrue(spec.hostIPC),
    shareProcessNamespace: ifTrue(spec.shareProcessNamespace),
    hostUsers: spec.hostUsers === false ? (false as const) : undefined,
    fsGroup: spec.securityContext?.fsGroup,
    supplementalGroups: entries(spec.securityContext?.supplementalGroups),
    os: spec.os?.name,
    seccompAnnotation: annotation(annotations, "seccomp.security.alpha.kubernetes.io/pod"),
  });
