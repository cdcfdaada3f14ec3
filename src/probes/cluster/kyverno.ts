import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import type {
  KyvernoImageCheck,
  KyvernoPolicies,
  KyvernoPolicy,
  KyvernoSettings,
} from "../../evidence/image-policies.ts";
import { entriesSeen, type Observed, present } from "../../evidence/observed.ts";
import { apiRequests } from "./api-requests.ts";
import { acceptsAnyone, isEmpty, isForEveryPod } from "./kyverno-limits.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getServedList } from "./served-list.ts";

const words = nullableList(z.string());
const verificationSchema = z.object({
  image: z.string().nullish(),
  imageReferences: words,
  skipImageReferences: words,
  failureAction: z.string().nullish(),
  required: z.boolean().nullish(),
  attestors: nullableList(z.unknown()),
});
const ruleSchema = z.object({
  name: z.string().default(""),
  match: z.unknown().optional(),
  exclude: z.unknown().optional(),
  preconditions: z.unknown().optional(),
  celPreconditions: z.unknown().optional(),
  validate: z.unknown().optional(),
  verifyImages: nullableList(verificationSchema),
});
const policySchema = z.object({
  metadata: z.object({ namespace: z.string().nullish(), name: z.string() }),
  spec: z.object({
    admission: z.boolean().nullish(),
    applyRules: z.string().nullish(),
    failurePolicy: z.string().nullish(),
    validationFailureAction: z.string().nullish(),
    validationFailureActionOverrides: z.unknown().optional(),
    webhookConfiguration: z
      .object({ failurePolicy: z.string().nullish(), matchConditions: z.unknown().optional() })
      .nullish(),
    rules: nullableList(ruleSchema),
  }),
  status: z.object({ conditions: nullableList(z.object({ type: z.string(), status: z.string() })) }).nullish(),
});

/** The words of what is the case. */
const whichOf = (cases: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.keys(cases).filter((name) => cases[name] === true);

type Rule = z.infer<typeof ruleSchema>;

function readCheck(
  rule: Rule,
  given: z.infer<typeof verificationSchema>,
  byDefault: string | null | undefined,
): KyvernoImageCheck {
  const references = [...entries(given.imageReferences), given.image];
  return {
    rule: rule.name,
    action: given.failureAction ?? byDefault ?? "Audit",
    limitedBy: whichOf({
      match: !isForEveryPod(rule.match),
      exclude: !isEmpty(rule.exclude),
      preconditions: !isEmpty(rule.preconditions) || !isEmpty(rule.celPreconditions),
      imageReferences: !references.includes("*"),
      skipImageReferences: entries(given.skipImageReferences).length > 0,
      required: given.required === false,
      attestors: acceptsAnyone(given.attestors),
    }),
  };
}

function readPolicy(item: unknown): KyvernoPolicy {
  const { metadata, spec, status } = policySchema.parse(item);
  const rules = entries(spec.rules);
  const webhook = spec.webhookConfiguration;
  return {
    ...(metadata.namespace && { namespace: metadata.namespace }),
    name: metadata.name,
    failurePolicy: webhook?.failurePolicy ?? spec.failurePolicy ?? "Fail",
    limitedBy: whichOf({
      admission: spec.admission === false,
      applyRules: spec.applyRules === "One" && rules.length > 1,
      validationFailureActionOverrides: !isEmpty(spec.validationFailureActionOverrides),
      matchConditions: !isEmpty(webhook?.matchConditions),
      "a status that is not Ready": entries(status?.conditions).some(
        (one) => one.type === "Ready" && one.status !== "True",
      ),
    }),
    verifies: rules.flatMap((rule) =>
      entries(rule.verifyImages).map((given) => readCheck(rule, given, spec.validationFailureAction)),
    ),
    others: rules.flatMap(({ name, validate }) =>
      !isEmpty(validate) && /image/i.test(JSON.stringify(validate)) ? [name] : [],
    ),
  };
}

const looksAtImages = ({ verifies, others }: KyvernoPolicy): boolean => verifies.length + others.length > 0;

const exceptionSchema = z.object({ metadata: z.object({ namespace: z.string().default(""), name: z.string() }) });
const readException = (item: unknown): string => {
  const { namespace, name } = exceptionSchema.parse(item).metadata;
  return `${namespace}/${name}`;
};

/** The policies of Kyverno that look at images, with those of single namespaces and what is excepted; absent without Kyverno. */
export async function getKyvernoPolicies(
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
): Promise<Observed<KyvernoPolicies>> {
  const ofCluster = await getServedList(api, discovery, apiRequests.kyvernoClusterPolicies, readPolicy, ["v2beta1"]);
  if (ofCluster.state !== "present") return ofCluster;
  const ofNamespaces = await getServedList(api, discovery, apiRequests.kyvernoPolicies, readPolicy, ["v2beta1"]);
  if (ofNamespaces.state === "unknown") return ofNamespaces;
  const exceptions = await getServedList(api, discovery, apiRequests.kyvernoExceptions, readException, ["v2beta1"]);
  if (exceptions.state === "unknown") return exceptions;
  const policies = [...ofCluster.value, ...entriesSeen(ofNamespaces)].filter(looksAtImages);
  return present({ policies, exceptions: entriesSeen(exceptions) }, ofCluster.source);
}

const text = z.string().nullish();
const settingsSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  data: z
    .object({
      resourceFilters: text,
      excludeGroups: text,
      excludeGroupRole: text,
      excludeUsernames: text,
      excludeUsername: text,
      excludeRoles: text,
      excludeClusterRoles: text,
    })
    .nullish(),
});

const listOf = (given: string | null | undefined): readonly string[] =>
  (given ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));

/** Kyverno's settings, of a ConfigMap that has its filters; nothing of any other. */
export function readKyvernoSettings(item: unknown): KyvernoSettings | undefined {
  // What is not understood is none: a ConfigMap that cannot be read so must not hide the others.
  const { metadata, data } = settingsSchema.safeParse(item).data ?? {};
  if (metadata === undefined || typeof data?.resourceFilters !== "string") return undefined;
  const { resourceFilters, ...requesters } = data;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    filters: bracketed(resourceFilters),
    ...(typeof data.excludeGroups === "string" && { requesters: Object.values(requesters).flatMap(listOf) }),
  };
}

/** Each part from a bracket to the next that closes. */
const bracketed = (text: string): readonly string[] =>
  text
    .split("]")
    .slice(0, -1)
    .flatMap((part) => (part.includes("[") ? [`${part.slice(part.indexOf("["))}]`] : []));
