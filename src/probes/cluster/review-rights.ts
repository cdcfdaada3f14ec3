import { z } from "zod";
import type { AccessReviewer, AccessRight, ApiSession } from "../../connect/session.ts";
import type { AskedBesides } from "../../inventory/inventory.ts";
import type { ApiRight } from "./api-requests.ts";
import { apiRights, rightsBesides, rightsOn } from "./api-rights.ts";
import { discover } from "./discovery.ts";

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** One right, and whether the caller has it. */
export type ReviewedRight = {
  readonly right: ApiRight;
  readonly state: "allowed" | "missing" | "unknown";
  /** Why it is unknown. */
  readonly message: string;
};

/** The rights on this cluster, and which of its APIs could not be asked what they serve. */
export type ReviewedRights = {
  readonly rights: readonly ReviewedRight[];
  /** What was asked of those APIs, and why there is no answer. */
  readonly undiscovered: readonly string[];
};

/**
 * Asks the API server what it serves, and of each right that an audit of that needs, and of what it is to be asked
 * besides, whether the caller has it.
 */
export async function reviewRights(
  api: ApiSession & AccessReviewer,
  besides: AskedBesides = {},
): Promise<ReviewedRights> {
  const discovery = await discover(api);
  const known = discovery.state === "present" ? discovery.value : [];
  const unseen = [discovery, ...known.map(({ resources }) => resources)].filter((fact) => fact.state === "unknown");
  const rights: ReviewedRight[] = [];
  const always = discovery.state === "present" ? rightsOn(known) : apiRights;
  for (const right of [...always, ...rightsBesides(besides)]) {
    rights.push({ right, ...(await review(api, right)) });
  }
  return { rights, undiscovered: unseen.map(({ message }) => message) };
}

const rightTo = (right: ApiRight): AccessRight =>
  "resource" in right
    ? { verb: right.verb, apiGroup: right.apiGroup, resource: right.resource }
    : { verb: "get", path: right.path };

async function review(api: AccessReviewer, right: ApiRight): Promise<Omit<ReviewedRight, "right">> {
  const answer = await api.reviewAccess(rightTo(right));
  if (answer.state === "failed") return { state: "unknown", message: answer.message };
  const parsed = reviewSchema.safeParse(answer.body);
  if (!parsed.success) return { state: "unknown", message: "the answer is no SelfSubjectAccessReview" };
  return { state: parsed.data.status.allowed ? "allowed" : "missing", message: "" };
}
