import { z } from "zod";
import type { WorkloadKind } from "../../../evidence/pods.ts";
import { entries, nullableList } from "../nullable-list.ts";

/** A text of an object. `name`: what it is called where that says what it is for (a variable, a key, a flag). */
export type Field = { readonly field: string; readonly name: string; readonly text: string };

/** The kinds of objects that are searched. */
export type SearchedKind = "ConfigMap" | "Pod" | "Service" | WorkloadKind | "PodTemplate";

const texts = z.record(z.string(), z.string()).nullish();

const containerSchema = z.object({
  name: z.string(),
  env: nullableList(z.object({ name: z.string(), value: z.string().nullish() })),
  command: nullableList(z.string()),
  args: nullableList(z.string()),
});
const specSchema = z.object({
  containers: nullableList(containerSchema),
  initContainers: nullableList(containerSchema),
  ephemeralContainers: nullableList(containerSchema),
});
const annotated = z.object({ annotations: texts }).prefault({});
const templateSchema = z.object({ metadata: annotated, spec: specSchema.prefault({}) }).prefault({});

const configMapSchema = z.object({ data: texts });
const serviceSchema = z.object({ spec: z.object({ externalName: z.string().nullish() }).prefault({}) });
const podSchema = z.object({ spec: specSchema });
const workloadSchema = z.object({ spec: z.object({ template: templateSchema }) });
const podTemplateSchema = z.object({ template: templateSchema });
const cronJobSchema = z.object({
  spec: z.object({ jobTemplate: z.object({ metadata: annotated, spec: z.object({ template: templateSchema }) }) }),
});

const named = (what: string, given: z.infer<typeof texts>): readonly Field[] =>
  Object.entries(given ?? {}).map(([name, text]) => ({ field: `${what} ${name}`, name, text }));

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
      ...entries(env).map((variable) => ({
        field: `env ${variable.name} of ${of}`,
        name: variable.name,
        text: variable.value ?? "",
      })),
      ...words("command", of, entries(command)),
      ...words("args", of, entries(args)),
    ];
  };

const specFields = (spec: z.infer<typeof specSchema>): readonly Field[] => [
  ...entries(spec.initContainers).flatMap(containerFields("init container")),
  ...entries(spec.containers).flatMap(containerFields("container")),
  ...entries(spec.ephemeralContainers).flatMap(containerFields("ephemeral container")),
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
  if (kind === "PodTemplate") return templateFields(podTemplateSchema.parse(item).template);
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
