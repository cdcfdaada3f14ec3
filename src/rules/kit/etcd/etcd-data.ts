import { entriesSeen } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen } from "../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../define-rule.ts";
import { etcdDataFacts, selectEtcdData, wholeWalk } from "../files/etcd-data.ts";
import { judgeFiles } from "../files/file-rule.ts";
import { ownedByEtcdOrUser } from "../files/file-tests.ts";
import { elsewhereFacts, etcdElsewhere } from "./etcd-endpoints.ts";

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
      const selected = selectEtcdData(facts, ["data", "log"], wholeWalk);
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

/** The condition that etcd runs here: what a process that is not seen writes, and where, is not known. */
export const etcdRuns: Condition = saying(
  "etcd runs",
  condition(
    ["process.etcd"] as const,
    (facts) => {
      if (facts["process.etcd"].state === "present") return notAFinding("etcd runs here.");
      return facts["manifest.etcd"].state === "absent"
        ? etcdElsewhere(facts)
        : notReviewed("etcd is not running on this node.");
    },
    ["manifest.etcd", ...elsewhereFacts] as const,
  ),
);
