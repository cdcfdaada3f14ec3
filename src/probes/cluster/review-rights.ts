import { z } from "zod";
import type { AccessReviewer, AccessRight } from "../../connect/session.ts";
import { type ApiRequest, apiRequests } from "./api-requests.ts";

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** One request, and whether the caller may send it. */
export type ReviewedRequest = {
  readonly request: ApiRequest;
  readonly state: "allowed" | "missing" | "unknown";
  /** Why it is unknown. */
  readonly message: string;
};

/** Asks the API server of each GET that an audit sends whether the caller may send it. */
export async function reviewRights(api: AccessReviewer): Promise<readonly ReviewedRequest[]> {
  const reviewed: ReviewedRequest[] = [];
  for (const request of Object.values(apiRequests)) reviewed.push({ request, ...(await review(api, request)) });
  return reviewed;
}

const rightTo = (request: ApiRequest): AccessRight =>
  request.verb === "get"
    ? { verb: "get", path: request.path }
    : { verb: "list", apiGroup: request.apiGroup, resource: request.resource };

async function review(api: AccessReviewer, request: ApiRequest): Promise<Omit<ReviewedRequest, "request">> {
  const answer = await api.reviewAccess(rightTo(request));
  if (answer.state === "failed") return { state: "unknown", message: answer.message };
  const parsed = reviewSchema.safeParse(answer.body);
  if (!parsed.success) return { state: "unknown", message: "the answer is no SelfSubjectAccessReview" };
  return { state: parsed.data.status.allowed ? "allowed" : "missing", message: "" };
}
