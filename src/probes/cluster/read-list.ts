import { z } from "zod";
import type { ApiAnswer, ApiSession } from "../../connect/session.ts";
import { type Observed, type Present, present, type Source, type Unknown, unknown } from "../../evidence/observed.ts";
import { sharing } from "../../evidence/sharing.ts";
import { type ApiRequest, type ListRequest, type PathRequest, rightOf } from "./api-requests.ts";

const usualPage = 500;
/** How often a list that expires half way is begun anew before it is asked for in one piece. */
const mostRestarts = 3;

const listSchema = z.object({
  metadata: z.object({ continue: z.string().default(""), remainingItemCount: z.number().default(0) }),
  // The server's way to write an empty list of a nil slice.
  items: z.array(z.unknown()).nullable(),
});

// The server's name is asked for after its answer: it may not have been known before.

/** One GET, read by a schema; an answer of another shape is unparseable. */
export async function getOne<T>(
  api: ApiSession,
  request: PathRequest,
  read: (body: unknown) => T,
): Promise<Observed<T>> {
  const answer = await api.get(request.path);
  const source = sourceOf(api, request);
  return answer.state === "failed" ? notRead(answer, request, source) : understood(source, () => read(answer.body));
}

/**
 * A whole list, page by page, of each item what `read` keeps. Of a list that is not whole nothing is known, for a part of
 * it proves no absence. Where the server forgets it half way (410 Gone) it is begun anew, the last time in one piece.
 */
export async function getList<T>(
  api: ApiSession,
  request: ListRequest,
  read: (item: unknown) => T,
): Promise<Observed<readonly T[]>> {
  for (let restarts = 0; ; restarts += 1) {
    const limit = restarts > mostRestarts ? undefined : (request.pageSize ?? usualPage);
    const share = sharing();
    const listed = await readPages(api, request, (item) => share(read(item)), limit);
    const source = sourceOf(api, request);
    const gone = "state" in listed && listed.state === "failed" && listed.status === 410;
    if (gone && limit !== undefined) continue;
    if (!("state" in listed)) return present(listed.items, source);
    return listed.state === "failed" ? notRead(listed, request, source) : { ...listed, source };
  }
}

type Failed = Extract<ApiAnswer, { readonly state: "failed" }>;
type Pages<T> = { readonly items: readonly T[] };

async function readPages<T>(
  api: ApiSession,
  { path, form }: ListRequest,
  read: (item: unknown) => T,
  limit: number | undefined,
): Promise<Pages<T> | Failed | Unknown> {
  const items: T[] = [];
  const tokens = new Set<string>();
  let next = "";
  do {
    const source = { host: api.server, request: `GET ${path}` };
    const keep = (item: unknown) => understood(source, () => read(item));
    const answer = await api.get(path + query(limit, next), { ...(form && { form }), keep });
    if (answer.state === "failed") return answer;
    const page = understood(source, () => readPage<T>(answer.body));
    if (page.state !== "present") return page;
    for (const item of page.value.items) {
      if (item.state !== "present") return item;
      items.push(item.value);
    }
    next = page.value.next;
    if (next === "" && page.value.left > 0) {
      return unknown("truncated", `the list ended with ${page.value.left} items left out`, source);
    }
    if (tokens.has(next)) return unknown("truncated", "the list leads back to a page that was read before", source);
    tokens.add(next);
  } while (next !== "");
  return { items };
}

function query(limit: number | undefined, next: string): string {
  const parts = [
    ...(limit === undefined ? [] : [`limit=${limit}`]),
    ...(next === "" ? [] : [`continue=${encodeURIComponent(next)}`]),
  ];
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

function readPage<T>(body: unknown) {
  const { metadata, items } = listSchema.parse(body);
  const kept = (items ?? []) as readonly (Present<T> | Unknown)[];
  return { items: kept, next: metadata.continue, left: metadata.remainingItemCount };
}

const sourceOf = (api: ApiSession, { path }: ApiRequest): Source => ({ host: api.server, request: `GET ${path}` });

/** What is forbidden is named as RBAC names it: whoever reads it knows which right to give. */
const notRead = ({ cause, message }: Failed, request: ApiRequest, source: Source): Unknown =>
  unknown(cause, cause === "permission-denied" ? `${rightOf(request)}: forbidden` : message, source);

/** What was answered, by a schema; the first thing that is otherwise, and where, makes it unparseable. */
export function understood<T>(source: Source, read: () => T): Present<T> | Unknown {
  try {
    return present(read(), source);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const said = error instanceof Error ? error.message : String(error);
    const what = issue === undefined ? said : `${issue.path.join(".") || "the answer"}: ${issue.message}`;
    return unknown("unparseable", `not what the API answers with: ${what}`, source);
  }
}
