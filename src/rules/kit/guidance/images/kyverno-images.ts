import type { AdmissionWebhook } from "../../../../evidence/admission.ts";
import type {
  KyvernoImageCheck,
  KyvernoPolicies,
  KyvernoPolicy,
  KyvernoSettings,
} from "../../../../evidence/image-policies.ts";
import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import { listed } from "../../unknown-data.ts";
import type { Labelled } from "./admission-webhooks.ts";
import { bestOf, type Coverage, coverageBy } from "./image-coverage.ts";
import { filterOver, requestersLeftOut } from "./kyverno-filters.ts";

/** A policy under the name that people find it by. */
export const nameOfKyvernoPolicy = ({ namespace, name }: KyvernoPolicy): string =>
  namespace === undefined ? `ClusterPolicy ${name}` : `Policy ${namespace}/${name}`;

/** What Kyverno is set to leave out of all policies; undefined: nothing in this namespace. */
function leftOut(
  space: Labelled,
  { exceptions }: KyvernoPolicies,
  settings: Observed<readonly KyvernoSettings[]>,
): Coverage | undefined {
  const found = entriesSeen(settings);
  const over = filterOver(space.name, found);
  const review = (value: string): Coverage => ({ kind: "review", value });
  if (over !== undefined) {
    const value = `left out by Kyverno's resourceFilters: ${over.filter}`;
    return over.isForAll ? { kind: "open", value } : review(value);
  }
  if (settings.state !== "present") return review("what Kyverno's ConfigMap leaves out was not seen");
  if (found.length === 0) return review("Kyverno's ConfigMap, which may leave it out, was not found");
  const requesters = requestersLeftOut(found);
  if (requesters === undefined) return review("whose requests Kyverno leaves out its ConfigMap does not say");
  if (requesters.length > 0) return review(`Kyverno leaves out requests of ${listed(requesters)}`);
  return exceptions.length > 0 ? review(`PolicyExceptions: ${listed(exceptions)}`) : undefined;
}

/** What one check of a policy makes of a namespace, by itself; undefined: it refuses, for every image. */
function shortOf(policy: KyvernoPolicy, check: KyvernoImageCheck): Coverage | undefined {
  const name = `${nameOfKyvernoPolicy(policy)}, rule ${check.rule}`;
  if (check.action.toLowerCase() !== "enforce") return { kind: "open", value: `${name} only audits` };
  if (policy.failurePolicy === "Ignore") return { kind: "open", value: `${name} ignores failure` };
  const limits = [...policy.limitedBy, ...check.limitedBy];
  return limits.length > 0
    ? { kind: "review", value: `${name} may leave out some, by ${limits.join(", ")}` }
    : undefined;
}

// Signatures are checked where the digest is written: by the webhook that changes objects.
const refusing = "mutate.kyverno.svc-fail";
const ignoring = "mutate.kyverno.svc-ignore";

function byWebhooks(webhooks: readonly AdmissionWebhook[], space: Labelled, policy: string): Coverage {
  const named = (wanted: string) => webhooks.filter(({ kind, name }) => kind === "mutating" && name === wanted);
  const own = named(refusing);
  // The other one asks only policies that ignore failure, or all of them where Kyverno is told to set every webhook so.
  const forced = named(ignoring).filter(({ failurePolicy }) => failurePolicy !== "Fail");
  return coverageBy(own.length > 0 ? own : forced, space, policy);
}

/** What Kyverno's policies and its webhook make of a namespace; undefined where none of them checks signatures. */
export function kyvernoCoverage(
  known: KyvernoPolicies,
  settings: Observed<readonly KyvernoSettings[]>,
  webhooks: readonly AdmissionWebhook[],
  space: Labelled,
): Coverage | undefined {
  const checking = known.policies.filter(({ verifies }) => verifies.length > 0);
  if (checking.length === 0) return undefined;
  const here = checking.filter(({ namespace }) => namespace === undefined || namespace === space.name);
  if (here.length === 0) return { kind: "open", value: "left out: Kyverno's Policies are for other namespaces" };
  const found = here.flatMap((policy) =>
    policy.verifies.map((check) => shortOf(policy, check) ?? byWebhooks(webhooks, space, nameOfKyvernoPolicy(policy))),
  );
  const best = bestOf(found);
  return best?.kind === "open" ? best : (leftOut(space, known, settings) ?? best);
}
