import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

type Definition = {
  readonly properties?: object;
  readonly "x-kubernetes-group-version-kind"?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
};

const published = JSON.parse(
  readFileSync(new URL("schemas/kubernetes-1.30-definitions.json", import.meta.url), "utf8"),
) as { readonly definitions: Readonly<Record<string, Definition>> };

/** As `kubectl --validate=strict` reads them: a field that an object does not have is a mistake. */
const strict = Object.fromEntries(
  Object.entries(published.definitions).map(([name, definition]) => [
    name,
    definition.properties === undefined ? definition : { ...definition, additionalProperties: false },
  ]),
);

const ajv = new Ajv({ strict: false, allErrors: true, formats: { "int-or-string": true } });
addFormats.default(ajv);
ajv.addSchema({ $id: "kubernetes", definitions: strict });

function schemaOf(apiVersion: unknown, kind: unknown): ValidateFunction | undefined {
  const found = Object.entries(published.definitions).find(([, definition]) =>
    definition["x-kubernetes-group-version-kind"]?.some(
      (one) => one.kind === kind && [one.group, one.version].filter((part) => part !== "").join("/") === apiVersion,
    ),
  );
  return found && ajv.getSchema(`kubernetes#/definitions/${found[0]}`);
}

/** What Kubernetes' own schemas do not admit in a manifest; empty where they admit it. */
export function kubernetesProblems(manifest: Readonly<Record<string, unknown>>): readonly string[] {
  const { apiVersion, kind } = manifest;
  const validate = schemaOf(apiVersion, kind);
  if (validate === undefined) return [`there is no schema of ${String(kind)} in ${String(apiVersion)}`];
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${"additionalProperty" in params ? params["additionalProperty"] : ""}`.trim(),
  );
}
