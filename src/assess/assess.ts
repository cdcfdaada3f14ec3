import type { Benchmark } from "../benchmark/requirement.ts";
import type { Profile } from "../benchmark/responsibility/profile.ts";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import type { Observed } from "../evidence/observed.ts";
import type { ObservedForCluster } from "../evidence/run.ts";
import type { SiteDecisions } from "../evidence/site.ts";
import type { Assessment, CoveredNode, Finding } from "../findings/assessment.ts";
import type { ClusterRule } from "../rules/define-cluster-rule.ts";
import type { NodeRule } from "../rules/define-rule.ts";
import type { Rule } from "../rules/rule.ts";
import type { ListedHost } from "./api-node.ts";
import { apiWitness } from "./api-witness.ts";
import { asWritten } from "./as-written.ts";
import type { JudgedHost } from "./authorizers.ts";
import { coverageOf, coveredNode } from "./coverage.ts";
import { decisionsUsed } from "./decisions-used.ts";
import { fixesFor, madeNodes } from "./fixes.ts";
import { describeBenchmarks, type Identity, identities } from "./identify.ts";
import type { NodeJudgement } from "./judge.ts";
import { groupsOfCluster } from "./judge-cluster.ts";
import { likenessIn, nodesJudge } from "./judge-nodes.ts";
import { keeping } from "./kept-facts.ts";
import { type Digest, likenesses } from "./likeness.ts";
import { type ClusterKnown, fold, mergeNodes } from "./merge.ts";
import { ofThemselves } from "./of-themselves.ts";
import { answeringBy, describeProfile, withResponsibility } from "./responsibility.ts";
import { concludeFacts } from "./roles.ts";
import { runFacts } from "./run-facts.ts";
import { unlistedApiServers } from "./unlisted-api-servers.ts";
import { unlistedNodes } from "./unlisted-nodes.ts";

/** Everything that an assessment is made from: evidence, rules, and words about the run. No clock, no file, no network. */
export type AssessInput = {
  readonly cluster: string;
  readonly toolVersion: string;
  readonly readerSha256: string;
  readonly collected: { readonly from: string; readonly to: string; readonly resumed?: readonly string[] };
  readonly apiConfigured: boolean;
  /** Only approved algorithms were on offer, to hosts and API server. */
  readonly fips?: boolean;
  /** Gone through more than once, one after the other: of thousands not all have to be in memory. */
  readonly nodes: Iterable<NodeEvidence>;
  readonly api: ClusterEvidence;
  readonly site: SiteDecisions;
  /** The file that the site's decisions are from; undefined where it decided nothing. */
  readonly decisionsFile?: { readonly file: string; readonly sha256: string };
  /** Whose cluster it is, as the inventory says. */
  readonly profile?: Profile;
  /** In the order in which findings are listed. */
  readonly benchmarks: readonly Benchmark[];
  /** The rules of all of them. */
  readonly rules: readonly Rule[];
  /** Makes the names short by which nodes are told apart; without it they are as long as what they stand for. */
  readonly digest?: Digest;
};

/** What is kept of a target while the others are judged. */
type Target = JudgedHost & { readonly covered: CoveredNode };

/** Judges evidence: the same evidence and rules give the same assessment, byte for byte. */
export function assess(given: AssessInput): Assessment {
  const input = { ...given, nodes: ofThemselves(given.nodes, given.api) };
  const identified = identities(input.benchmarks);
  const ruleOf = new Map(input.rules.toReversed().map((rule) => [rule.id, rule]));
  const onNodes = [...new Set(identified.flatMap(({ id }) => nodeRule(ruleOf.get(id))))];
  const { targets, judgements } = judgeTargets(input, onNodes);
  const cluster = { nodeListComplete: input.api.facts["api.nodes"].state === "present", ...providerOf(targets) };
  const made = madeNodes(targets);
  const ofRun = runFacts(input.api, targets, input.site);
  const answered = (finding: Finding): Finding =>
    input.profile === undefined ? finding : withResponsibility(finding, answeringBy(input.profile, input));
  const judge = (identity: Identity): Finding => {
    const rule = ruleOf.get(identity.id);
    if (rule === undefined) return unjudged(identity);
    if (rule.kind === "manual") return { ...identity, ...manualResult(rule) };
    if (rule.kind === "cluster") return { ...identity, ...clusterResult(input.cluster, ofRun, rule) };
    const said = judgements.get(rule) ?? [];
    const judged = targets.map(({ target }, index) => ({ target, judgement: said[index] as NodeJudgement }));
    const merged = { ...mergeNodes(rule, judged, cluster), ...texts(rule), ...fixesFor(rule, judged, made) };
    return { ...identity, automatic: true, ...merged, groups: fold(judged) };
  };
  const asInFile = asWritten(input.benchmarks);
  const findings = identified.map((identity) => answered(asInFile(judge(identity))));
  return {
    schemaVersion: 2,
    tool: { name: "plimsoll", version: input.toolVersion, readerSha256: input.readerSha256 },
    cluster: input.cluster,
    collected: input.collected,
    ...(input.decisionsFile && { decisions: decisionsUsed(input.decisionsFile, input.site) }),
    ...(input.profile && { profile: describeProfile(input.profile) }),
    benchmarks: describeBenchmarks(input.benchmarks),
    coverage: coverageOf(
      input,
      targets.map(({ covered }) => covered),
    ),
    findings,
  };
}

const nodeRule = (rule: Rule | undefined): readonly NodeRule[] => (rule?.kind === "node" ? [rule] : []);

/**
 * The rules' judgements on every node, in the order of the nodes. Of each node's evidence only what is asked later is kept.
 */
function judgeTargets(input: AssessInput, rules: readonly NodeRule[]) {
  const judge = nodesJudge(rules);
  const likenessOf = likenesses(input.digest);
  const judgements = new Map(rules.map((rule): [NodeRule, NodeJudgement[]] => [rule, []]));
  const targets: Target[] = [];
  const keep = keeping(input.digest);
  const add = (evidence: NodeEvidence): void => {
    const { node: target, read } = evidence;
    const known = concludeFacts(evidence, input.api, input.site, input.nodes);
    const witness = apiWitness(target, known, input.api.facts);
    const shown = { target, read, facts: known, witness };
    const likeness = likenessIn(likenessOf, shown);
    const found = judge(shown, likeness);
    for (const [index, rule] of rules.entries()) judgements.get(rule)?.push(found[index] as NodeJudgement);
    const facts = keep(target, known, (name) => likeness({ of: "node", name }));
    targets.push({ target, read, facts, covered: coveredNode(evidence, known["node.role"]) });
  };
  for (const evidence of everyNode(input)) add(evidence);
  const known = targets.map(({ covered: { address }, facts }) => ({ address, role: facts["node.role"] }));
  for (const evidence of unlistedApiServers(known, input.api)) add(evidence);
  return { targets, judgements };
}

/** The inventory's nodes, then those that only the API knows. */
function* everyNode({ nodes, api }: AssessInput): Generator<NodeEvidence> {
  const listed: ListedHost[] = [];
  for (const evidence of nodes) {
    listed.push({ node: evidence.node, address: evidence.address });
    yield evidence;
  }
  yield* unlistedNodes(listed, api);
}

/** The result of a rule that is judged on the cluster as a whole. */
function clusterResult(cluster: string, facts: ObservedForCluster, rule: ClusterRule) {
  const groups = groupsOfCluster(cluster, rule, facts);
  const [{ literal, effective }] = groups;
  return {
    automatic: true,
    status: literal.status,
    effectiveStatus: effective.status,
    summary: literal.reason,
    ...texts(rule),
    groups,
  };
}

/** Who runs the control plane, by the first node that shows it. */
function providerOf(nodes: readonly Target[]): Pick<ClusterKnown, "provider"> {
  const layouts = nodes.flatMap(({ facts }) => entriesOf(facts["node.layout"]));
  const found = layouts.find(({ controlPlane }) => controlPlane === "run by the provider");
  if (found === undefined) return {};
  return { provider: `${found.title} runs the control plane, shown by ${found.shownBy.join(", ")}` };
}

const entriesOf = <T>(fact: Observed<T>): readonly T[] => (fact.state === "present" ? [fact.value] : []);

const texts = ({ expected, check, fix }: Rule) => ({ expected, check, fix });

const manualResult = (rule: Rule) => ({
  automatic: false,
  status: "not_reviewed" as const,
  effectiveStatus: "not_reviewed" as const,
  summary: "A person has to judge this rule; plimsoll collects nothing for it yet.",
  ...texts(rule),
  groups: [],
});

/** A requirement that a release brings and no rule knows. */
const unjudged = (identity: Identity): Finding => ({
  ...identity,
  ...manualResult({
    kind: "manual",
    id: identity.id,
    expected: "what the check text of this release says",
    check: "Follow the check text of the benchmark.",
    fix: "Follow the fix text of the benchmark.",
  }),
  summary: "plimsoll has no logic for this rule: a person has to judge it by the check text of the benchmark.",
});
