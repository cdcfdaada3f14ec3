import { describe } from "vitest";
import { type NamedFile, namedByText } from "../../../src/evidence/files.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242453 } from "../../../src/rules/stig/V-242453-kubelet-kubeconfig-owner.ts";
import {
  denied,
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
import { ruleCases } from "../../support/rule-cases.ts";

const usual = "/etc/kubernetes/kubelet.conf";
const other = "/var/lib/rancher/rke2/agent/kubelet.kubeconfig";

const node = (flags: readonly string[], ...files: readonly NamedFile[]): FactsGiven => ({
  "node.role": here(worker),
  "process.kubelet": here([processOf(["kubelet", ...flags])]),
  "stat.kubelet-kubeconfig": here(files),
});
const byText = (stat: NamedFile["stat"]) => named(usual, namedByText, stat);
const byFlag = (path: string, stat: NamedFile["stat"]) => named(path, "--kubeconfig of the kubelet", stat);

describe.each([
  [V242452, { mode: 0o666 }],
  [V242453, ownedBy("root", 0, "kube", 998)],
] as const)("kubelet.conf", (rule, bad) => {
  const good = (path: string) => here(file(path, 0o600));
  const wrong = (path: string) => here({ ...file(path, 0o600), ...bad });

  ruleCases(rule, [
    [
      "the usual file led nowhere, and was there when it was looked at again",
      node([`--kubeconfig=${usual}`], byText(here(link(usual, "dangling"))), byFlag(usual, good(usual))),
      "not_reviewed",
      "not_a_finding",
    ],
    [
      "something else lies at the text's path, and no kubelet runs",
      { ...node([], { ...byText(good(usual)), otherKind: "KubeletConfiguration" }), "process.kubelet": nothing },
      "not_reviewed",
    ],
    [
      "the usual file deviated, and was mended before it was looked at again",
      node([`--kubeconfig=${usual}`], byText(wrong(usual)), byFlag(usual, good(usual))),
      "open",
      "not_a_finding",
    ],
    [
      "no kubelet runs, another file is there",
      { ...node([], byText(nothing), byFlag(other, good(other))), "process.kubelet": nothing },
      "not_reviewed",
    ],
    [
      "the usual file",
      node([`--kubeconfig=${usual}`], byText(good(usual)), byFlag(usual, good(usual))),
      "not_a_finding",
    ],
    [
      "the usual file deviates",
      node([`--kubeconfig=${usual}`], byText(wrong(usual)), byFlag(usual, wrong(usual))),
      "open",
    ],
    [
      "another in force, the usual one missing",
      node([`--kubeconfig=${other}`], byText(nothing), byFlag(other, good(other))),
      "not_a_finding",
    ],
    [
      "another in force deviates, the usual one missing",
      node([`--kubeconfig=${other}`], byText(nothing), byFlag(other, wrong(other))),
      "open",
    ],
    [
      "both exist, the one in force deviates",
      node([`--kubeconfig=${other}`], byText(good(usual)), byFlag(other, wrong(other))),
      "open",
    ],
    [
      "both exist, the unused one deviates",
      node([`--kubeconfig=${other}`], byText(wrong(usual)), byFlag(other, good(other))),
      "open",
      "not_a_finding",
    ],
    [
      "a link to a file that deviates",
      node(
        [`--kubeconfig=${usual}`],
        byText(here(link(usual, { ...file(other, 0o600), ...bad }))),
        byFlag(usual, wrong(usual)),
      ),
      "open",
    ],
    ["neither: a standalone kubelet", node([], byText(nothing)), "not_applicable"],
    ["an unused usual file", node([], byText(good(usual))), "not_a_finding", "not_applicable"],
    [
      "--kubeconfig names a missing file",
      node([`--kubeconfig=${other}`], byText(nothing), byFlag(other, nothing)),
      "not_reviewed",
    ],
    ["--kubeconfig was not looked at", node([`--kubeconfig=${other}`], byText(nothing)), "not_reviewed"],
    ["unreadable", node([`--kubeconfig=${usual}`], byText(denied), byFlag(usual, denied)), "not_reviewed"],
    [
      "process unreadable, the usual file there",
      { ...node([], byText(good(usual))), "process.kubelet": denied },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "process unreadable, the usual file missing",
      { ...node([], byText(nothing)), "process.kubelet": denied },
      "not_reviewed",
    ],
  ]);
});

ruleCases(V242452, [
  [
    "0644",
    node([`--kubeconfig=${usual}`], byText(here(file(usual, 0o644))), byFlag(usual, here(file(usual, 0o644)))),
    "not_a_finding",
  ],
  [
    "0645 at the text's path, another in force",
    node([`--kubeconfig=${other}`], byText(here(file(usual, 0o645))), byFlag(other, here(file(other, 0o600)))),
    "open",
    "not_a_finding",
  ],
]);
