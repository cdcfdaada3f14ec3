import { readFlags } from "../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../define-rule.ts";
import { etcdElsewhere } from "./etcd-flag.ts";
import { etcdSettings } from "./etcd-settings.ts";
import { judgeFiles } from "./file-rule.ts";
import { ownedByEtcdOrUser } from "./file-tests.ts";
import { etcdDataFacts, selectEtcdData, wholeWalk } from "./files/etcd-data.ts";

const showUser = (call: Invocation): Seen => ({
  what: "user id of the etcd process",
  value: call.uid === undefined ? "not known" : String(call.uid),
  source: call.source,
});

/**
 * The effective condition that etcd's data belongs to an etcd that is not root: by the name etcd, or to the user that
 * the process runs as. An etcd that runs as root writes root's files, whoever owns the present ones.
 */
export const etcdDataOwnedByEtcd: Condition = saying(
  "etcd's data directory and all below it: owner etcd:etcd, or the user that etcd runs as, never root",
  condition(
    [],
    (facts) => {
      const calls = entriesSeen(facts["process.etcd"]);
      const seen = calls.map(showUser);
      if (calls.some(({ uid }) => uid === 0)) return open("etcd runs as root: what it writes is root's.", seen);
      const users = new Set(calls.map(({ uid }) => uid));
      const [user] = users.size === 1 ? users : [undefined];
      const selected = selectEtcdData(facts, wholeWalk);
      const unknownUser = notReviewed("The user that etcd runs as is not known.", seen);
      const others = user === undefined && selected.found.length > 0 ? [unknownUser] : [];
      const verdict = judgeFiles("etcd's data directory and all below it", ownedByEtcdOrUser(user), {
        ...selected,
        others: [...selected.others, ...others],
      });
      return { ...verdict, seen: [...seen, ...verdict.seen] };
    },
    etcdDataFacts,
  ),
);

/** Where the write-ahead log is, by one command line. Undefined: in the data directory, which the walk shows. */
function separateLog(call: Invocation, env: Readonly<Record<string, string>>): string | undefined {
  const settings = etcdSettings(readFlags(call, "go-flag"), env);
  const log = settings.text("wal-dir") ?? "";
  const data = (settings.text("data-dir") ?? "").replace(/\/+$/, "");
  const isWithin = data !== "" && log.startsWith(`${data}/`) && !log.includes("..");
  return log === "" || isWithin ? undefined : log;
}

function judgeLog(process: Observed<readonly Invocation[]>, manifest: Observed<readonly Invocation[]>): Verdict {
  const calls = entriesSeen(process);
  const starters = entriesSeen(manifest);
  if (process.state === "unknown") return unseenVerdict(process);
  if (calls.length === 0) return notReviewed("etcd is not running on this node.");
  if (starters.length === 0) return notReviewed("The environment that etcd was started with was not read.");
  const env = Object.assign({}, ...starters.map((starter) => starter.env)) as Readonly<Record<string, string>>;
  if (calls.some((call) => etcdSettings(readFlags(call, "go-flag"), env).text("config-file") !== undefined)) {
    return notReviewed(
      "etcd takes its settings from a configuration file, which was not read: its log may be elsewhere.",
    );
  }
  const logs = calls.flatMap((call) => separateLog(call, env) ?? []);
  return logs.length > 0
    ? notReviewed(`etcd keeps its write-ahead log in ${[...new Set(logs)].join(", ")}, which was not walked.`)
    : notAFinding("etcd keeps its write-ahead log in its data directory.");
}

/** The condition that no write-ahead log lies where the walk of the data directory did not come. */
export const etcdLogInDataDirectory: Condition = saying(
  "no write-ahead log outside of it",
  condition(
    [],
    (facts) =>
      facts["manifest.etcd"].state === "absent" && facts["process.etcd"].state === "absent"
        ? etcdElsewhere(facts["node.layout"], facts["manifest.kube-apiserver"], facts["process.kube-apiserver"])
        : judgeLog(facts["process.etcd"], facts["manifest.etcd"]),
    ["manifest.etcd", "process.etcd", "manifest.kube-apiserver", "process.kube-apiserver", "node.layout"] as const,
  ),
);
