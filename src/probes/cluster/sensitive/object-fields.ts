import { z } from "zod";
import type { WorkloadKind } from "../../../evidence/pods.ts";

/** A text of an object. `name`: what it is called where that says what it is for (a variable, a key, a flag). */
export type Field = { readonly field: string; readonly name: string; readonly text: string };

/** The kinds of objects that are searched. */
export type SearchedKind = "ConfigMap" | "Pod" | "Service" | WorkloadKind;

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});

const containerSchema = z.object({
  name: z.string(),
  env: list(z.object({ name: z.string(), value: z.string().nullish() })),
  command: list(z.string()),
  args: list(z.string()),
});
const specSchema = z.object({
  containers: list(containerSchema),
  initContainers: list(containerSchema),
  ephemeralContainers: list(containerSchema),
});
const annotated = z.object({ annotations: texts }).prefault({});
const templateSchema = z.object({ metadata: annotated, spec: specSchema.prefault({}) }).prefault({});

const configMapSchema = z.object({ data: texts });
const serviceSchema = z.object({ spec: z.object({ externalName: z.string().nullish() }).prefault({}) });
const podSchema = z.object({ spec: specSchema });
const workloadSchema = z.object({ spec: z.object({ template: templateSchema }) });
const cronJobSchema = z.object({
  spec: z.object({ jobTemplate: z.object({ metadata: annotated, spec: z.object({ template: templateSchema }) }) }),
});

const named = (what: string, given: Readonly<Record<string, string>>): readonly Field[] =>
  Object.entries(given).map(([name, text]) => ({ field: `${what} ${name}`, name, text }));

/** Words of a command line; behind a flag without `=` stands its value. */
const words = (what: string, of: string, given: readonly string[]): readonly Field[] =>
  given.map((text, index) => {
    const [, flag = ""] = /^--?([\w.-]{1,64})$/.exec(given[index - 1] ?? "") ?? [];
    return { field: `${what}[${index}] of ${of}`, name: text.startsWith("-") ? "" : flag, text };
  });

const containerFields =
  (kind: string) =>
  ({ name, env, command, args }: z.infer<typeof containerSchema>): readonly Field[] => {
    const of = `${kind} ${name}`;
    return [
      ...env.map((variable) => ({
        field: `env ${variable.name} of ${of}`,
        name: variable.name,
        text: variable.value ?? "",
      })),
      ...words("command", of, command),
      ...words("args", of, args),
    ];
  };

const specFields = (spec: z.infer<typeof specSchema>): readonly Field[] => [
  ...spec.initContainers.flatMap(containerFields("init container")),
  ...spec.containers.flatMap(containerFields("container")),
  ...spec.ephemeralContainers.flatMap(containerFields("ephemeral container")),
];

const templateFields = ({ metadata, spec }: z.infer<typeof templateSchema>): readonly Field[] => [
  ...named("the template's annotation", metadata.annotations),
  ...specFields(spec),
];

function ownFields(kind: SearchedKind, item: unknown): readonly Field[] {
  if (kind === "ConfigMap") return named("data", configMapSchema.parse(item).data);
  if (kind === "Pod") return specFields(podSchema.parse(item).spec);
  if (kind === "Service") {
    const text = serviceSchema.parse(item).spec.externalName ?? "";
    return [{ field: "externalName", name: "", text }];
  }
  if (kind !== "CronJob") return templateFields(workloadSchema.parse(item).spec.template);
  const { metadata, spec } = cronJobSchema.parse(item).spec.jobTemplate;
  return [...named("the Job's annotation", metadata.annotations), ...templateFields(spec.template)];
}

const metadataSchema = z.object({ metadata: annotated });

/**
 * All texts of an object in which a credential may stand.
 * @throws ZodError, which names places and never values, where the object is not of its kind.
 */
export const fieldsOf = (kind: SearchedKind, item: unknown): readonly Field[] => [
  ...ownFields(kind, item),
  ...named("annotation", metadataSchema.parse(item).metadata.annotations),
];
