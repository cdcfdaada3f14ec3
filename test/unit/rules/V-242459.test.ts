import { expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { FileStat } from "../../../src/evidence/files.ts";
import { rule } from "../../../src/rules/stig/V-242459-etcd-data-mode.ts";
import {
  denied,
  directory,
  etcdData,
  etcdHost,
  type FactsGiven,
  facts,
  file,
  here,
  link,
  noApiServer,
  nothing,
  running,
  truncated,
  walkOf,
  worker,
} from "../../support/facts.ts";
import { ruleCasesWith } from "../../support/rule-cases.ts";

const root = "/var/lib/etcd";
const wal = file(`${root}/member/wal/0.wal`, 0o600);
const member = (db: number): readonly FileStat[] => [
  directory(`${root}/member`, 0o700),
  directory(`${root}/member/snap`, 0o700),
  file(`${root}/member/snap/db`, db),
];
const full = (db: number): readonly FileStat[] => [...member(db), directory(`${root}/member/wal`, 0o700), wal];
const node = (start: FileStat, entries: readonly FileStat[], ...flags: readonly string[]): FactsGiven => ({
  ...running("etcd", [`--data-dir=${root}`, ...flags]),
  "stat.etcd-data": etcdData(here(walkOf(start, ...entries))),
});
const closed = directory(root, 0o700);
const withLog = (start: number, log: number): FactsGiven => ({
  ...node(closed, member(0o600)),
  "stat.etcd-data": here([
    { holds: "data", walk: here(walkOf(closed, ...member(0o600))) },
    { holds: "log", walk: here(walkOf(directory("/ssd/wal", start), file("/ssd/wal/0.wal", log))) },
  ]),
});

ruleCasesWith(noApiServer, rule, [
  ["0645", node(closed, full(0o645)), "open"],
  ["the directory 0701", node(directory(root, 0o701), full(0o600)), "not_a_finding", "open"],
  ["a file of a separate log 0645", withLog(0o700, 0o645), "not_a_finding", "open"],
  ["a start that is no directory", node(file(root, 0o600), full(0o600)), "not_a_finding", "not_reviewed"],
  [
    "no file but those of a separate log",
    {
      ...withLog(0o700, 0o600),
      "stat.etcd-data": here([
        { holds: "data", walk: here(walkOf(closed, directory(`${root}/member`, 0o700))) },
        { holds: "log", walk: here(walkOf(directory("/ssd/wal", 0o700), file("/ssd/wal/0.wal", 0o600))) },
      ]),
    },
    "not_reviewed",
  ],
  [
    "no file below that is not the log's, and a directory open to others",
    node(directory(root, 0o755), [directory(`${root}/member`, 0o700)]),
    "not_reviewed",
    "open",
  ],
  [
    "another member that nobody audited",
    node(closed, full(0o600), "--initial-cluster=a=https://10.0.0.1:2380"),
    "not_reviewed",
  ],
  ["etcd's own modes", node(closed, full(0o600)), "not_a_finding"],
  ["on a host of etcd alone", { ...node(closed, full(0o600)), "node.role": here(etcdHost) }, "not_a_finding"],
  ["0644", node(closed, full(0o644)), "not_a_finding"],
  ["0640", node(closed, full(0o640)), "not_a_finding"],
  [
    "an etcd whose manifest, and so whose directory on the host, is not seen",
    { ...node(closed, full(0o600)), "manifest.etcd": denied },
    "not_reviewed",
  ],
  ["0660", node(closed, full(0o660)), "open"],
  ["0700", node(closed, full(0o700)), "open"],
  ["a hidden file", node(closed, [...full(0o600), file(`${root}/.x`, 0o666)]), "open"],
  ["the directory open to others", node(directory(root, 0o755), full(0o600)), "not_a_finding", "open"],
  [
    "directories below are not compared",
    node(closed, [...full(0o600), directory(`${root}/old`, 0o777)]),
    "not_a_finding",
  ],
  [
    "a link to a file, which etcd writes through",
    node(closed, [...full(0o600), link(`${root}/x`, file("/srv/x", 0o666))]),
    "open",
  ],
  [
    "a link to a file that is closed",
    node(closed, [...full(0o600), link(`${root}/x`, file("/srv/x", 0o600))]),
    "not_a_finding",
  ],
  ["a start that is a link", node(link(root, directory("/data/etcd", 0o700)), full(0o600)), "not_a_finding"],
  [
    "a link to a directory, unseen behind it",
    node(closed, [...member(0o600), link(`${root}/member/wal`, directory("/ssd/wal", 0o700))]),
    "not_reviewed",
  ],
  [
    "the log on a mount that was not walked",
    node(closed, [...member(0o600), directory(`${root}/member/wal`, 0o700)]),
    "not_reviewed",
  ],
  ["a separate log", withLog(0o700, 0o600), "not_a_finding"],
  ["a file of a separate log open to others", withLog(0o700, 0o666), "not_a_finding", "open"],
  [
    "a separate log that was not seen",
    {
      ...withLog(0o700, 0o600),
      "stat.etcd-data": here([
        { holds: "data", walk: here(walkOf(closed, ...member(0o600))) },
        { holds: "log", walk: denied },
      ]),
    },
    "not_a_finding",
    "not_reviewed",
  ],
  ["started by systemd", { ...node(closed, full(0o600)), "manifest.etcd": nothing }, "not_a_finding"],
  ["not running", { ...node(closed, full(0o600)), "process.etcd": nothing }, "not_a_finding", "not_reviewed"],
  ["process unreadable", { ...node(closed, full(0o600)), "process.etcd": denied }, "not_a_finding", "not_reviewed"],
  ["process unreadable, a file deviates", { ...node(closed, full(0o666)), "process.etcd": denied }, "open"],
  ["no file", node(closed, [directory(`${root}/member`, 0o700)]), "not_reviewed"],
  ["cut off", { ...node(closed, []), "stat.etcd-data": etcdData(truncated) }, "not_reviewed"],
  ["missing", { ...node(closed, []), "stat.etcd-data": etcdData(nothing) }, "not_reviewed"],
  [
    "etcd on other hosts",
    {
      ...running("kube-apiserver", ["--etcd-servers=https://10.0.0.7:2379"]),
      "manifest.etcd": nothing,
      "process.etcd": nothing,
      "stat.etcd-data": nothing,
    },
    "not_reviewed",
  ],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("names the first files that deviate, and says how many there are", () => {
  const files = Array.from({ length: 60 }, (_, index) => file(`${root}/member/snap/${index}.snap`, 0o666));
  const { literal } = judgeNode(rule, facts(node(closed, [...full(0o600), ...files])));
  expect(literal.reason).toMatch(/0\.snap 0666, .*9\.snap 0666 and 50 more\.$/);
  // The node's other evidence was not collected, which is shown too.
  const shown = literal.seen.filter(({ what }) => what !== "ssh");
  expect(shown).toHaveLength(51);
  expect(shown[0]).toMatchObject({ what: "how many deviate", value: "60" });
});
