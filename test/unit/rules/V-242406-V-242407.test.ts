import { describe } from "vitest";
import { type FileStat, type NamedFile, namedByText } from "../../../src/evidence/files.ts";
import { rule as V242406 } from "../../../src/rules/stig/V-242406-kubelet-config-files-owner.ts";
import { rule as V242407 } from "../../../src/rules/stig/V-242407-kubelet-config-files-mode.ts";
import {
  controlPlane,
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
import { ruleCases } from "../../support/rule-cases.ts";

const usual = "/var/lib/kubelet/config.yaml";
const other = "/etc/kubelet.yaml";
const dropInDirectory = "/etc/kubelet.d";
const dropIn = `${dropInDirectory}/10.conf`;

const node = (flags: readonly string[], ...files: readonly NamedFile[]): FactsGiven => ({
  "node.role": here(worker),
  "process.kubelet": here([processOf(["kubelet", ...flags])]),
  "stat.kubelet-config": here(files),
});
const byText = (stat: NamedFile["stat"]) => named(usual, namedByText, stat);
const byFlag = (path: string, stat: NamedFile["stat"]) => named(path, "--config of the kubelet", stat);
const byDirectory = (path: string, stat: NamedFile["stat"]) => named(path, "--config-dir of the kubelet", stat);
const ownDirectory = (more: Partial<FileStat> = {}) =>
  byDirectory(dropInDirectory, here(directory(dropInDirectory, 0o755, more)));

/** Cases that owner and mode rules share; `bad` makes a file deviate. */
describe.each([
  [V242406, ownedBy("kube", 998)],
  [V242407, { mode: 0o664 }],
] as const)("in force", (rule, bad) => {
  const good = (path: string) => here(file(path, 0o644));
  const wrong = (path: string) => here({ ...file(path, 0o644), ...bad });

  ruleCases(rule, [
    [
      "a drop-in that is gone when it is looked at",
      node(
        [`--config=${usual}`, `--config-dir=${dropInDirectory}`],
        byFlag(usual, good(usual)),
        ownDirectory(),
        byDirectory(dropIn, nothing),
      ),
      "not_reviewed",
    ],
    ["the usual file", node([`--config=${usual}`], byText(good(usual)), byFlag(usual, good(usual))), "not_a_finding"],
    [
      "on a control-plane node",
      { ...node([`--config=${usual}`], byFlag(usual, good(usual))), "node.role": here(controlPlane) },
      "not_a_finding",
    ],
    ["the usual file deviates", node([`--config=${usual}`], byText(wrong(usual)), byFlag(usual, wrong(usual))), "open"],
    [
      "another file in force, the unused usual one deviates",
      node([`--config=${other}`], byText(wrong(usual)), byFlag(other, good(other))),
      "not_a_finding",
    ],
    [
      "a link to a file that deviates",
      node([`--config=${usual}`], byFlag(usual, here(link(usual, { ...file(other, 0o644), ...bad })))),
      "open",
    ],
    [
      "a link that leads nowhere",
      node([`--config=${usual}`], byFlag(usual, here(link(usual, "dangling")))),
      "not_reviewed",
    ],
    ["the named file is missing", node([`--config=${usual}`], byText(nothing), byFlag(usual, nothing)), "not_reviewed"],
    ["the named file is unreadable", node([`--config=${usual}`], byFlag(usual, denied)), "not_reviewed"],
    ["the named file was not looked at", node([`--config=${usual}`], byText(nothing)), "not_reviewed"],
    ["neither --config nor --config-dir", node([], byText(good(usual))), "not_applicable"],
    ["neither, and an unused file deviates", node([], byText(wrong(usual))), "not_applicable"],
    [
      "a drop-in deviates",
      node(
        [`--config=${usual}`, `--config-dir=${dropInDirectory}`],
        byFlag(usual, good(usual)),
        ownDirectory(),
        byDirectory(dropIn, wrong(dropIn)),
      ),
      "open",
    ],
    [
      "drop-ins alone",
      node([`--config-dir=${dropInDirectory}`], byText(nothing), ownDirectory(), byDirectory(dropIn, good(dropIn))),
      "not_a_finding",
    ],
    [
      "one deviates, another is unreadable",
      node([`--config=${usual}`], byFlag(usual, wrong(usual)), byDirectory(dropIn, denied)),
      "open",
    ],
    ["process unreadable", { ...node([], byText(good(usual))), "process.kubelet": denied }, "not_reviewed"],
    ["no kubelet runs", { ...node([], byText(good(usual))), "process.kubelet": nothing }, "not_reviewed"],
  ]);
});

const withDropIn = (directoryIs: Partial<FileStat>, dropInIs: Partial<FileStat> = {}) =>
  node(
    [`--config-dir=${dropInDirectory}/`],
    byText(nothing),
    ownDirectory(directoryIs),
    byDirectory(dropIn, here(file(dropIn, 0o600, dropInIs))),
  );
const ofAnotherGroup = ownedBy("root", 0, "kube", 998);

describe("the drop-in directory", () => {
  ruleCases(V242406, [
    ["root's", withDropIn({}), "not_a_finding"],
    ["another user's", withDropIn(ownedBy("kube", 998)), "not_a_finding", "open"],
    [
      "not looked at",
      node([`--config-dir=${dropInDirectory}`], byText(nothing), byDirectory(dropIn, here(file(dropIn, 0o600)))),
      "not_a_finding",
      "not_reviewed",
    ],
    ["root's, with another group's drop-in", withDropIn({}, ofAnotherGroup), "open"],
  ]);
  ruleCases(V242407, [
    ["is not compared", withDropIn({ mode: 0o777 }), "not_a_finding"],
    ["is not compared, but its drop-in", withDropIn({ mode: 0o777 }, { mode: 0o666 }), "open"],
  ]);
});

const inForce = (more: Partial<FileStat>) => node([`--config=${usual}`], byFlag(usual, here(file(usual, 0o644, more))));

ruleCases(V242406, [
  ["root's", inForce({}), "not_a_finding"],
  ["another group's", inForce(ofAnotherGroup), "open"],
]);
ruleCases(V242407, [
  ["0644", inForce({}), "not_a_finding"],
  ["0645", inForce({ mode: 0o645 }), "open"],
  ["0633", inForce({ mode: 0o633 }), "open"],
]);
