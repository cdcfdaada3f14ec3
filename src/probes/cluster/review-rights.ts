import { z } from "zod";
import type { AccessReviewer, AccessRight, ApiSession } from "../../connect/session.ts";
import type { ApiRight } from "./api-requests.ts";
import { apiRights, rightsOn } from "./api-rights.ts";
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

/** Asks the API server what it serves, and of each right that an audit of that needs whether the caller has it. */
export async function reviewRights(api: ApiSession & AccessReviewer): Promise<ReviewedRights> {
  const discovery = await discover(api);
  const known = discovery.state === "present" ? discovery.value : [];
  const unseen = [discovery, ...known.map(({ resources }) => resources)].filter((fact) => fact.state === "unknown");
  const rights: ReviewedRight[] = [];
  for (const right of discovery.state === "present" ? rightsOn(known) : apiRights) {
    rights.push({ right, ...(await review(api, right)) });
  }
  return { rights, undiscovered: unseen.map(({ message }) => message) };
}

const rightTo = (right: ApiRight): AccessRight =>
  right.verb === "get"
    ? { verb: "get", path: right.path }
    : { verb: "list", apiGroup: right.apiGroup, resource: right.resource };

async function review(api: AccessReviewer, right: ApiRight): Promise<Omit<ReviewedRight, "right">> {
  const answer = await api.reviewAccess(rightTo(right));
  if (answer.state === "failed") return { state: "unknown", message: answer.message };
  const parsed = reviewSchema.safeParse(answer.body);
  if (!parsed.success) return { state: "unknown", message: "the answer is no SelfSubjectAccessReview" };
  return { state: parsed.data.status.allowed ? "allowed" : "missing", message: "" };
}
