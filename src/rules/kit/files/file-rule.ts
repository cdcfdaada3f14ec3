import type { NodeFact } from "../../../evidence/node.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import {
  type Condition,
  defineNodeRule,
  type NodeRule,
  type Readings,
  type RuleRole,
  saying,
} from "../../define-rule.ts";
import type { Change } from "../../fixes/change.ts";
import { listed } from "../unknown-data.ts";
import type { FileTest } from "./file-tests.ts";
import type { FileSelection, Found, Selected } from "./selection.ts";

const showEntry = (test: FileTest, { entry, source }: Found): Seen => ({
  what: entry.path,
  value: test.show(entry),
  source,
});

// More rows than that nobody reads; the evidence of the run has them all.
const mostShown = 50;

function showDeviating(test: FileTest, deviating: readonly Found[]): readonly Seen[] {
  const shown = deviating.slice(0, mostShown).map((one) => showEntry(test, one));
  const [first] = deviating;
  if (first === undefined || deviating.length <= mostShown) return shown;
  return [{ what: "how many deviate", value: String(deviating.length), source: first.source }, ...shown];
}

/** The verdict on the entries alone; undefined where the test says nothing about any of them. */
function judgeEntries(named: string, test: FileTest, found: readonly Found[]): Verdict | undefined {
  const judged = found.filter(({ entry }) => test.holds(entry) !== undefined);
  const deviating = judged.filter(({ entry }) => test.holds(entry) === false);
  if (deviating.length > 0) {
    return open(
      `Not ${test.expected}: ${listed(deviating.map(({ entry }) => `${entry.path} ${test.show(entry)}`))}.`,
      showDeviating(test, deviating),
    );
  }
  const [first] = judged;
  if (first === undefined) return undefined;
  const count: Seen = { what: `how many of ${named}`, value: String(judged.length), source: first.source };
  const shown = judged.slice(0, 5).map((one) => showEntry(test, one));
  return notAFinding(`${named.charAt(0).toUpperCase()}${named.slice(1)}: all with ${test.expected}.`, [
    count,
    ...shown,
  ]);
}

/** The verdict on a selection: a file that deviates is a finding, whatever else could not be seen. */
export function judgeFiles(named: string, test: FileTest, selected: Selected): Verdict {
  const { found, others, notes = [], substitution, whenFine } = selected;
  const entries = judgeEntries(named, test, found);
  const fine = entries?.status === "not_a_finding" ? whenFine : undefined;
  const verdicts = [...(entries === undefined ? [] : [fine ?? entries]), ...others];
  const verdict =
    verdicts.length > 0 ? worst(verdicts) : (whenFine ?? notReviewed(`There is nothing to judge among ${named}.`));
  const reason = substitution === undefined ? verdict.reason : `${verdict.reason} ${substitution}`;
  return { ...verdict, reason, seen: [...verdict.seen, ...notes] };
}

/** A condition that every file selected is as the test demands. */
export const fileCondition = (files: FileSelection, test: FileTest): Condition =>
  saying(
    `${files.named}: ${test.expected}`,
    files.under((selected) => judgeFiles(selected.named ?? files.named, test, selected)),
  );

/** Which change a finding on files asks for, by the fact that shows them. */
const changes: Readonly<Partial<Record<NodeFact, Change>>> = {
  "stat.manifests": "mode or owner of manifests",
  "stat.pki": "mode or owner of PKI files",
  "stat.cp-kubeconfigs": "mode or owner of kubeconfigs",
  "stat.kubelet-kubeconfig": "mode or owner of kubeconfigs",
  "stat.kube-proxy-kubeconfig": "mode or owner of kubeconfigs",
  "stat.kubelet-config": "mode or owner of kubelet files",
  "stat.kubeadm-dropin": "mode or owner of kubelet files",
  "stat.kubelet-client-ca": "mode or owner of PKI files",
  "stat.etcd-data": "mode or owner of etcd data",
  "kubelet.unit": "kubelet flag",
};

/** The changes that findings on these conditions ask for. */
const changesFor = (conditions: readonly Condition[]): readonly Change[] => [
  ...new Set(conditions.flatMap(({ needs }) => needs.flatMap((fact) => changes[fact] ?? []))),
];

/** What makes such a rule. */
export type FileRule = {
  readonly id: string;
  readonly roles: readonly RuleRole[];
  /** Roles that the text leaves out though the requirement covers them. */
  readonly also?: readonly RuleRole[];
  readonly files: FileSelection;
  readonly test: FileTest;
  /** Conditions of the check text besides the files' (a flag that must not be there). */
  readonly besides?: readonly Condition[];
  /** What the effective reading looks at, where it is more or other files than the text names. */
  readonly effective?: readonly Condition[];
  /** What `besides` demands, in words: "no --client-ca-file". */
  readonly expectedBesides?: string;
  /** What passes, where the conditions' own words do not tell the readings apart. */
  readonly readings?: Partial<Readings>;
  /** How to fix, where changing the files that deviate is not all, or not lasting. */
  readonly fix?: string;
  /** What else an operator must know before changing it. */
  readonly caution?: string;
};

/** A rule on the mode or the owner of files. */
export function fileRule(rule: FileRule): NodeRule {
  const literal = [...(rule.besides ?? []), fileCondition(rule.files, rule.test)];
  const caution = rule.caution === undefined ? "" : ` ${rule.caution}`;
  const expected = [...(rule.expectedBesides === undefined ? [] : [rule.expectedBesides]), rule.test.expected].join(
    "; ",
  );
  return defineNodeRule({
    id: rule.id,
    roles: rule.roles,
    also: rule.also ?? [],
    literal,
    effective: rule.effective ?? literal,
    expected,
    ...(rule.readings === undefined ? {} : { readings: rule.readings }),
    changes: changesFor(literal),
    check:
      `Look at ${rule.files.named}, for example with ${rule.files.command}; expected is ${expected}. ` +
      "Of a symbolic link the file that it leads to counts, and for owners the link too.",
    fix: `${rule.fix ?? rule.test.remedy}${caution}`,
  });
}
