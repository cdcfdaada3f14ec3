import { describe } from "vitest";
import { type FileStat, type NamedFile, namedByText } from "../../../src/evidence/files.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242453 } from "../../../src/rules/stig/V-242453-kubelet-kubeconfig-owner.ts";
import { rule as V242456 } from "../../../src/rules/stig/V-242456-kubelet-config-mode.ts";
import { rule as V242457 } from "../../../src/rules/stig/V-242457-kubelet-config-owner.ts";
import {
  denied,
  directory,
  type FactsGiven,
  file,
  here,
  link,
  named,
  nothing,
  ownedBy,
  processOf,
  worker,
} from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";

type Stat = NamedFile["stat"];

/** A file of the kubelet that the text names by its path, and a flag perhaps by another. */
type KubeletFile = {
  readonly usual: string;
  readonly other: string;
  readonly flag: string;
  readonly mode: number;
  readonly fact: "stat.kubelet-kubeconfig" | "stat.kubelet-config";
};
const kubeconfig: KubeletFile = {
  usual: "/etc/kubernetes/kubelet.conf",
  other: "/var/lib/rancher/rke2/agent/kubelet.kubeconfig",
  flag: "--kubeconfig",
  mode: 0o600,
  fact: "stat.kubelet-kubeconfig",
};
const config: KubeletFile = {
  usual: "/var/lib/kubelet/config.yaml",
  other: "/etc/kubelet.yaml",
  flag: "--config",
  mode: 0o644,
  fact: "stat.kubelet-config",
};

const node = ({ fact }: KubeletFile, flags: readonly string[], ...files: readonly NamedFile[]): FactsGiven => ({
  "node.role": here(worker),
  "process.kubelet": here([processOf(["kubelet", ...flags])]),
  [fact]: here(files),
});
const byText = ({ usual }: KubeletFile, stat: Stat) => named(usual, namedByText, stat);
const byFlag = ({ flag }: KubeletFile, path: string, stat: Stat) => named(path, `${flag} of the kubelet`, stat);

/** What holds for both files; `bad` makes one deviate. */
const cases = (of: KubeletFile, bad: Partial<FileStat>): readonly RuleCase[] => {
  const { usual, other, flag, mode } = of;
  const good = (path: string) => here(file(path, mode));
  const wrong = (path: string) => here({ ...file(path, mode), ...bad });
  const dangling = here(link(usual, "dangling"));
  const namingUsual = (text: Stat, byItsFlag: Stat) =>
    node(of, [`${flag}=${usual}`], byText(of, text), byFlag(of, usual, byItsFlag));
  const namingOther = (text: Stat, byItsFlag: Stat) =>
    node(of, [`${flag}=${other}`], byText(of, text), byFlag(of, other, byItsFlag));
  return [
    [
      "the usual file led nowhere, and was there when it was looked at again",
      namingUsual(dangling, good(usual)),
      "not_reviewed",
      "not_a_finding",
    ],
    [
      "the usual file deviated, and was mended before it was looked at again",
      namingUsual(wrong(usual), good(usual)),
      "open",
      "not_a_finding",
    ],
    ["the usual file", namingUsual(good(usual), good(usual)), "not_a_finding"],
    ["the usual file deviates", namingUsual(wrong(usual), wrong(usual)), "open"],
    [
      "a link to a file that deviates",
      namingUsual(here(link(usual, { ...file(other, mode), ...bad })), wrong(usual)),
      "open",
    ],
    ["a link that leads nowhere", namingUsual(dangling, dangling), "not_reviewed"],
    ["unreadable", namingUsual(denied, denied), "not_reviewed"],
    ["another in force, the usual one missing", namingOther(nothing, good(other)), "not_a_finding"],
    ["another in force deviates, the usual one missing", namingOther(nothing, wrong(other)), "open"],
    ["both exist, the unused one deviates", namingOther(wrong(usual), good(other)), "open", "not_a_finding"],
    ["the flag names a missing file", namingOther(nothing, nothing), "not_reviewed"],
    ["what the flag names was not looked at", node(of, [`${flag}=${other}`], byText(of, nothing)), "not_reviewed"],
    [
      "no kubelet runs, another file is there",
      { ...node(of, [], byText(of, nothing), byFlag(of, other, good(other))), "process.kubelet": nothing },
      "not_reviewed",
    ],
    ["neither flag nor file", node(of, [], byText(of, nothing)), "not_applicable"],
    ["an unused usual file", node(of, [], byText(of, good(usual))), "not_a_finding", "not_applicable"],
    ["an unused usual file that deviates", node(of, [], byText(of, wrong(usual))), "open", "not_applicable"],
    [
      "process unreadable, the usual file there",
      { ...node(of, [], byText(of, good(usual))), "process.kubelet": denied },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "process unreadable, the usual file missing",
      { ...node(of, [], byText(of, nothing)), "process.kubelet": denied },
      "not_reviewed",
    ],
  ];
};

describe.each([
  [V242452, { mode: 0o666 }],
  [V242453, ownedBy("root", 0, "kube", 998)],
] as const)("kubelet.conf", (rule, bad) => {
  const { usual, other, mode } = kubeconfig;
  ruleCases(rule, [
    ...cases(kubeconfig, bad),
    [
      "both exist, the one in force deviates",
      node(
        kubeconfig,
        [`--kubeconfig=${other}`],
        byText(kubeconfig, here(file(usual, mode))),
        byFlag(kubeconfig, other, here({ ...file(other, mode), ...bad })),
      ),
      "open",
    ],
    [
      "something else lies at the text's path, and no kubelet runs",
      {
        ...node(kubeconfig, [], { ...byText(kubeconfig, here(file(usual, mode))), otherKind: "KubeletConfiguration" }),
        "process.kubelet": nothing,
      },
      "not_reviewed",
    ],
  ]);
});

describe.each([
  [V242457, ownedBy("kube", 998)],
  [V242456, { mode: 0o664 }],
] as const)("the kubelet's configuration", (rule, bad) => {
  const { usual, other, mode } = config;
  const dropIns = "/etc/kubelet.d";
  const byDirectory = (path: string, stat: Stat) => named(path, "--config-dir of the kubelet", stat);
  ruleCases(rule, [
    ...cases(config, bad),
    [
      "both exist, the one in force deviates",
      node(
        config,
        [`--config=${other}`],
        byText(config, here(file(usual, mode))),
        byFlag(config, other, here({ ...file(other, mode), ...bad })),
      ),
      "not_a_finding",
      "open",
    ],
    [
      "an empty directory of drop-ins alone",
      node(
        config,
        [`--config-dir=${dropIns}`],
        byText(config, nothing),
        byDirectory(dropIns, here(directory(dropIns))),
      ),
      "not_reviewed",
    ],
    [
      "drop-ins alone stand in",
      node(
        config,
        [`--config-dir=${dropIns}`],
        byText(config, nothing),
        byDirectory(`${dropIns}/10.conf`, here({ ...file(`${dropIns}/10.conf`, mode), ...bad })),
      ),
      "open",
    ],
  ]);
});

/** The file at the text's path with this mode, and in force. */
const withMode = (of: KubeletFile, mode: number): FactsGiven => {
  const stat = here(file(of.usual, mode));
  return node(of, [`${of.flag}=${of.usual}`], byText(of, stat), byFlag(of, of.usual, stat));
};
describe.each([
  [V242452, kubeconfig],
  [V242456, config],
] as const)("mode", (rule, of) => {
  ruleCases(rule, [
    ["0644", withMode(of, 0o644), "not_a_finding"],
    ["0645", withMode(of, 0o645), "open"],
    [
      "0645 at the text's path, another in force",
      node(
        of,
        [`${of.flag}=${of.other}`],
        byText(of, here(file(of.usual, 0o645))),
        byFlag(of, of.other, here(file(of.other, 0o600))),
      ),
      "open",
      "not_a_finding",
    ],
  ]);
});
