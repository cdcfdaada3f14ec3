/** Recorded answers of an API server, by path: lists are of all namespaces. */
export type ApiRecording = Readonly<Record<string, unknown>>;

type RecordedObject = { readonly metadata: { readonly namespace?: string } };
type RecordedList = { readonly kind: string; readonly apiVersion: string; readonly items: readonly RecordedObject[] };

const isList = (recorded: unknown): recorded is RecordedList =>
  typeof recorded === "object" && recorded !== null && "items" in recorded && Array.isArray(recorded.items);

/** What was recorded at a path; of a namespace's list what the list of all namespaces has of it. */
function recordedAt(recording: ApiRecording, path: string): unknown {
  if (Object.hasOwn(recording, path)) return recording[path];
  const [, before, namespace, resource] = /^(.*)\/namespaces\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const all = resource === undefined ? undefined : recording[`${before}/${resource}`];
  if (!isList(all)) return undefined;
  return { ...all, items: all.items.filter(({ metadata }) => metadata.namespace === namespace) };
}

/** The list with its objects' metadata only, as the API server gives it to whoever asks for no more. */
const metadataOf = (list: RecordedList): RecordedList => ({
  ...list,
  kind: "PartialObjectMetadataList",
  apiVersion: "meta.k8s.io/v1",
  items: list.items.map(({ metadata }) => ({
    kind: "PartialObjectMetadata",
    apiVersion: "meta.k8s.io/v1",
    metadata,
  })),
});

/** What a recorded API server answers to a GET; undefined where it knows no such path. */
export function recordedAnswer(recording: ApiRecording, path: string, accept: string): unknown {
  const recorded = recordedAt(recording, path);
  return isList(recorded) && accept.includes("as=PartialObjectMetadataList") ? metadataOf(recorded) : recorded;
}
