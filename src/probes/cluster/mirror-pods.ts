import { type Observed, readAs } from "../../evidence/observed.ts";
import type { ComponentContainer, Invocation } from "../../evidence/processes.ts";
import { parseManifest } from "../parse/manifest.ts";
import { redactVariables, redactWords } from "./redact-words.ts";

/** The kubelet's own word for what it runs from a manifest. */
export const mirrorAnnotation = "kubernetes.io/config.mirror";
// Where the kubelet has the pod from: a manifest's "file", "http", or the "api".
const sourceAnnotation = "kubernetes.io/config.source";

const mirrored = (call: Invocation): Invocation => ({
  ...call,
  argv: redactWords(call.argv),
  env: call.env === "unread" ? call.env : redactVariables(call.env),
  // All of it is on one line of JSON, where nobody looks for it.
  lines: [],
  isMirrored: true,
});

/**
 * The components that a mirror pod shows, read like the manifest that it mirrors; undefined for what is no mirror of a
 * file, and for a pod of something else.
 */
export function readMirrored(
  item: unknown,
  annotations: Readonly<Record<string, unknown>>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Observed<readonly ComponentContainer[]> | undefined {
  if (!Object.hasOwn(annotations, mirrorAnnotation) || annotations[sourceAnnotation] !== "file") return undefined;
  // The server's name is put in where it is known.
  const source = { host: "", request: `GET /api/v1/namespaces/${namespace}/pods/${name}` };
  const read = readAs(source, () =>
    parseManifest(JSON.stringify({ ...(item as object), kind: "Pod" }), source).flatMap(
      ({ component, invocation }): readonly ComponentContainer[] =>
        component === undefined ? [] : [{ component, invocation: mirrored(invocation) }],
    ),
  );
  return read.state === "present" && read.value.length === 0 ? undefined : read;
}
