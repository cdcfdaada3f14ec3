import { stigComponent } from "../../src/benchmark/kubernetes-stig/components.ts";
import { nistOf } from "../../src/benchmark/kubernetes-stig/nist-of.ts";
import { categoryOf, type StigBenchmark, type StigRequirement } from "../../src/benchmark/requirement.ts";
import type { Assessment, Finding, FindingGroup, GuidanceFinding, StigFinding } from "../../src/findings/assessment.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worstStatus,
} from "../../src/findings/verdict.ts";
import { hostile } from "./hostile-texts.ts";

const benchmark: Omit<StigBenchmark, "requirements" | "name"> = {
  id: "Kubernetes_STIG",
  title: "Kubernetes Security Technical Implementation Guide",
  version: "2",
  release: "6",
  releaseInfo: "Release: 6 Benchmark Date: 01 Apr 2026",
  targetKey: "5376",
  fileName: "U_Kubernetes_STIG_V2R6_Manual-xccdf.xml",
};

/** What an assessment says that was judged by the release before. */
export const byEarlierRelease: Pick<Assessment, "benchmarks"> = {
  benchmarks: { stig: { ...benchmark, release: "5" } },
};

/** One thing seen in a file of a node, line 12 where nothing else is said. */
export const seenInFile = (host: string, what: string, value: string, place: Partial<Seen["source"]> = {}): Seen => ({
  what,
  value,
  source: {
    host,
    request: "read /var/lib/kubelet/config.yaml",
    file: "/var/lib/kubelet/config.yaml",
    line: 12,
    ...place,
  },
});

/** One word of a process's command line on a node. */
export const seenInProcess = (host: string, what: string, value: string): Seen => ({
  what,
  value,
  source: { host, request: "processes", pid: 1234, argvIndex: 3 },
});

/** A group of targets; the effective reading is the literal one unless given. */
export const groupOf = (
  targets: readonly string[],
  literal: Verdict,
  effective: Verdict = literal,
  beyondText = false,
): FindingGroup => ({ targets, literal, effective, beyondText });

/** A finding of `V-242387`, not a finding on cp1 unless told otherwise. */
export function sampleFinding(given: Partial<StigFinding> = {}): StigFinding {
  const groups = given.groups ?? [
    groupOf(["cp1"], notAFinding("readOnlyPort is not set.", [seenInFile("cp1", "readOnlyPort", "not set")])),
  ];
  const counted = groups.filter((group) => !group.beyondText);
  const status = worstStatus(counted.map((group) => group.literal.status)) ?? "not_reviewed";
  return {
    benchmark: "stig",
    related: [],
    id: "V-242387",
    ruleId: "SV-242387r1137639_rule",
    stigId: "CNTR-K8-000330",
    groupTitle: "SRG-APP-000033-CTR-000090",
    title: 'The Kubernetes Kubelet must have the "readOnlyPort" flag disabled.',
    severity: "high",
    category: "CAT I",
    ccis: ["CCI-000213"],
    nist: nistOf(given.ccis ?? ["CCI-000213"]),
    component: stigComponent(given.id ?? "V-242387"),
    automatic: true,
    status,
    effectiveStatus: worstStatus(groups.map((group) => group.effective.status)) ?? "not_reviewed",
    summary: groups[0]?.literal.reason ?? "No node has this role.",
    expected: "readOnlyPort unset or 0, no --read-only-port",
    check:
      "On every node, look for readOnlyPort in the kubelet's configuration file and for --read-only-port on its command line.",
    fix: "Remove --read-only-port, set readOnlyPort: 0 and restart the kubelet:\n\nsystemctl restart kubelet",
    ...given,
    groups,
  };
}

const unread = notReviewed("Not seen (refused): read /var/lib/kubelet/config.yaml.", [
  {
    what: "read /var/lib/kubelet/config.yaml",
    value: "refused: connect ECONNREFUSED 192.0.2.13:22",
    source: { host: "w2", request: "read /var/lib/kubelet/config.yaml" },
  },
]);

const readOnlyPort = sampleFinding({
  summary: "readOnlyPort is 10255.",
  groups: [
    groupOf(["cp1"], notAFinding("readOnlyPort is 0.", [seenInFile("cp1", "readOnlyPort", "0")])),
    groupOf(["w2"], unread),
    groupOf(
      ["w1"],
      open("readOnlyPort is 10255.", [
        seenInFile("w1", "readOnlyPort", "10255", { line: 7 }),
        seenInProcess("w1", "--read-only-port of the kubelet, running process", "not set"),
      ]),
    ),
  ],
});

const anonymous = sampleFinding({
  id: "V-242390",
  ruleId: "SV-242390r1137640_rule",
  stigId: "CNTR-K8-000360",
  title: "The Kubernetes API server must have anonymous authentication disabled.",
  summary: "--anonymous-auth is not set.",
  expected: "--anonymous-auth=false",
  groups: [
    groupOf(
      ["cp1"],
      notAFinding("--anonymous-auth is not set.", [
        seenInProcess("cp1", "--anonymous-auth of kube-apiserver", "not set"),
      ]),
      open("Unset means true.", [seenInProcess("cp1", "--anonymous-auth of kube-apiserver", "true, the default")]),
    ),
  ],
});

const hostileFinding = sampleFinding({
  id: "V-242406",
  ruleId: "SV-242406r960960_rule",
  stigId: "CNTR-K8-000880",
  title: "The Kubernetes KubeletConfiguration file must be owned by root.",
  severity: "medium",
  category: "CAT II",
  ccis: ["CCI-001499", "CCI-002696"],
  summary: `Owned by ${hostile.image}.`,
  groups: [
    groupOf(
      ["cp1", "w1"],
      open(
        `Owned by ${hostile.image}.`,
        Object.values(hostile).map((value) =>
          seenInFile("cp1", `owner ${value}`, value, { file: value, request: `stat ${value}` }),
        ),
      ),
    ),
    groupOf(["w2"], unread),
  ],
});

const manual = sampleFinding({
  id: "V-242410",
  ruleId: "SV-242410r1043177_rule",
  stigId: "CNTR-K8-000920",
  title: "The Kubernetes API Server must enforce ports, protocols, and services (PPS) that adhere to the PPSM CAL.",
  severity: "medium",
  category: "CAT II",
  automatic: false,
  groups: [groupOf(["sample"], notReviewed("A person has to compare the ports with the site's approved list."))],
});

const inapplicable = sampleFinding({
  id: "V-242396",
  ruleId: "SV-242396r1137638_rule",
  stigId: "CNTR-K8-000430",
  title: "Kubernetes Kubectl cp command must give expected access and results.",
  severity: "medium",
  category: "CAT II",
  groups: [groupOf(["cp1"], notApplicable("No kubectl on this node.", [seenInFile("cp1", "kubectl", "not found")]))],
});

const ownedByEtcd = sampleFinding({
  id: "V-242445",
  ruleId: "SV-242445r961863_rule",
  stigId: "CNTR-K8-003120",
  title: "The Kubernetes component etcd must be owned by etcd.",
  severity: "low",
  category: "CAT III",
  groups: [
    groupOf(
      ["cp1"],
      notAFinding("All 9 files are owned by etcd.", [seenInFile("cp1", "/var/lib/etcd", "etcd:etcd 0700")]),
    ),
    groupOf(["w1"], notApplicable("Runs no etcd."), notApplicable("Runs no etcd."), true),
  ],
});

const coverage: Assessment["coverage"] = {
  nodes: [
    { name: "cp1", address: "192.0.2.11", role: "control-plane", state: "read" },
    { name: "w1", address: "192.0.2.12", role: "worker", state: "read" },
    {
      name: "w2",
      address: "192.0.2.13",
      role: "worker",
      state: "unread",
      cause: "refused",
      message: "connect ECONNREFUSED 192.0.2.13:22",
    },
  ],
  api: { state: "read", server: "https://192.0.2.10:6443", version: "v1.36.2" },
  complete: false,
};

/** Three nodes, one of them unread; all four statuses; a rule whose readings differ; hostile values throughout one finding. */
export const sampleAssessment = (given: Partial<Assessment> = {}): Assessment => ({
  schemaVersion: 2,
  tool: { name: "plimsoll", version: "0.1.0", readerSha256: "5f".repeat(32) },
  cluster: "sample",
  collected: { from: "2026-11-21T06:00:00.000Z", to: "2026-11-21T06:02:10.000Z" },
  benchmarks: { stig: benchmark },
  coverage,
  findings: [inapplicable, anonymous, hostileFinding, manual, ownedByEtcd, readOnlyPort],
  ...given,
});

/** A check of the guidance on the same facts as `V-242387`, open on w1. */
const guidanceFinding: GuidanceFinding = {
  benchmark: "nsa-cisa",
  id: "kubelet-access",
  title: "Kubelets answer only to who is authenticated and allowed",
  severity: "high",
  section: { v10: "Worker node segmentation", v12: "Another name" },
  appendices: ["B", "C"],
  nist: ["AC-3", "IA-2"],
  component: "kubelet",
  related: ["V-242387"],
  automatic: true,
  status: "open",
  effectiveStatus: "open",
  summary: "readOnlyPort is 10255.",
  expected: "no read-only port",
  check: "Look at readOnlyPort.",
  fix: "Set readOnlyPort: 0.",
  groups: [
    groupOf(["w1"], open("readOnlyPort is 10255.", [seenInFile("w1", "readOnlyPort", "10255")])),
    groupOf(["sample: workloads of the platform itself"], open("hostNetwork."), undefined, true),
  ],
};

/** The sample judged by the guidance too, with references both ways. */
export const sampleOfBoth = (): Assessment => {
  const sample = sampleAssessment();
  const related = sample.findings.map((finding) =>
    finding.id === "V-242387" ? { ...finding, related: [guidanceFinding.id] } : finding,
  );
  return {
    ...sample,
    benchmarks: {
      ...sample.benchmarks,
      "nsa-cisa": { title: "NSA/CISA Kubernetes Hardening Guidance", version: "1.2" },
    },
    findings: [...related, guidanceFinding],
  };
};

/** An assessment with one finding for every requirement of a benchmark, the four statuses in turn. */
export function assessmentOf({ requirements, name, ...identity }: StigBenchmark): Assessment {
  const verdicts = [
    notAFinding("Set as required.", [seenInFile("cp1", "value", "as required")]),
    open("Not set.", [seenInFile("w1", "value", "not set")]),
    unread,
    notApplicable("Nothing here that the rule speaks of."),
  ];
  return sampleAssessment({
    benchmarks: { [name]: identity },
    findings: requirements.map((requirement, index) => findingOf(requirement, verdicts[index % 4] ?? unread)),
  });
}

const findingOf = ({ checkText: _, ...requirement }: StigRequirement, verdict: Verdict): Finding =>
  sampleFinding({
    ...requirement,
    category: categoryOf(requirement.severity),
    groups: [groupOf(["cp1", "w1"], verdict)],
  });
