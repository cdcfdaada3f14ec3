import { z } from "zod";
import type { Mount } from "../../evidence/processes.ts";

// Kubernetes' readers take null for anything that may be left out. What is not named here is not looked at.
const containerSchema = z.object({
  image: z.string().nullish(),
  env: z
    .array(z.object({ name: z.string(), value: z.string().nullish(), valueFrom: z.unknown().optional() }))
    .nullish(),
  volumeMounts: z
    .array(
      z.object({
        name: z.string(),
        mountPath: z.string(),
        subPath: z.string().nullish(),
        subPathExpr: z.string().nullish(),
      }),
    )
    .nullish(),
});

const podSchema = z.object({
  metadata: z.object({ name: z.string().nullish(), labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  spec: z
    .object({
      volumes: z.array(z.object({ name: z.string(), hostPath: z.object({ path: z.string() }).nullish() })).nullish(),
    })
    .nullish(),
});

/** What is read of a pod beside its containers. */
export type Pod = z.infer<typeof podSchema>;
/** What is read of a container beside its command line. */
export type Container = z.infer<typeof containerSchema>;

function checked<T>(schema: z.ZodType<T>, content: unknown, what: string): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${[what, ...(issue?.path ?? [])].join(".")}: ${issue?.message ?? "not understood"}`);
}

/** The parts of a Pod that are read. @throws Error naming the first part that is not as Kubernetes has it. */
export const readPod = (content: unknown): Pod => checked(podSchema, content, "pod");

/** The parts of a container that are read. @throws Error as `readPod`. */
export const readContainer = (content: unknown): Container => checked(containerSchema, content, "container");

/** What the reader puts in the place of a value that must not leave the node: something, nobody knows what. */
const isWithheld = (value: string): boolean => value === "REDACTED";

/** The container's own literal environment; of a name that comes twice the last counts, also where it gives no text. */
export function literalEnvironment({ env }: Container): Readonly<Record<string, string>> {
  const literal = new Map<string, string>();
  for (const { name, value, valueFrom } of env ?? []) {
    if (typeof value === "string" && (valueFrom ?? null) === null && !isWithheld(value)) literal.set(name, value);
    else literal.delete(name);
  }
  return Object.fromEntries(literal);
}

/** Where a pod's volumes are on the host, by their names; undefined for those of other kinds. */
export type HostPaths = ReadonlyMap<string, string | undefined>;

/** The volumes of a pod, with their places on the host. */
export const hostPathsOf = ({ spec }: Pick<Pod, "spec">): HostPaths =>
  new Map((spec?.volumes ?? []).map(({ name, hostPath }) => [name, hostPath?.path]));

/** All mounts; a subPathExpr is filled in when the container starts, so its host path is not known here. */
export function mountsOf(hostPaths: HostPaths, container: Container): readonly Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr }) => {
    const base = hostPaths.get(name);
    if (base === undefined || (subPathExpr ?? "") !== "") return { mountPath };
    return { mountPath, hostPath: (subPath ?? "") === "" ? base : `${base.replace(/\/$/, "")}/${subPath}` };
  });
}
