import { hostPathOf } from "../../../evidence/container-paths.ts";
import { type EtcdSettings, etcdReadings, isKnown } from "../../../evidence/etcd-configuration.ts";
import { flagTexts } from "../../../evidence/flag-texts.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { isLoopback, urlHost } from "../../../evidence/url-hosts.ts";
import { notAFinding, notReviewed, open, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { withContainers } from "../container-path.ts";
import { etcdDataFacts, selectEtcdData, startOfWalk } from "../files/etcd-data.ts";
import { judgeFiles } from "../files/file-rule.ts";
import { directoryModeWithin, type FileTest, ownedByRoot } from "../files/file-tests.ts";
import { resolved } from "../files/selection.ts";
import { socketRows, socketsOf } from "../sockets/component-sockets.ts";
import { elsewhereFacts, etcdElsewhere } from "./etcd-endpoints.ts";
import { type CaFile, issuedBy, judgeSharedCa } from "./shared-ca.ts";

type Judge = (settings: EtcdSettings, call: Invocation, facts: ObservedFacts) => Verdict;

/** A condition on what every etcd of the node has in force; where there is none, what the API server says of it. */
const ofEveryEtcd = (judge: Judge): Condition => ({
  needs: [
    ...(["manifest.etcd", "process.etcd", ...elsewhereFacts] as const),
    ...(["content.etcd-config", "certificates", "host.listeners"] as const),
  ],
  decide(facts) {
    const [manifest, process] = [facts["manifest.etcd"], facts["process.etcd"]];
    if (manifest.state === "absent" && process.state === "absent") return etcdElsewhere(facts);
    if (process.state === "unknown") return unseenVerdict(process);
    const running = withContainers(process, manifest);
    return judgeRunning("etcd", running, (call) =>
      worst(
        etcdReadings(call, facts["content.etcd-config"]).map((settings) =>
          isKnown(settings) ? judge(settings, call, facts) : unseenVerdict(settings),
        ),
      ),
    );
  },
});

/** The file of a CA on the host; a verdict where none is named, or the host does not show it. */
function caFile(what: string, path: string, call: Invocation): CaFile | Verdict {
  if (path === "") return open(`${what} is not set: no CA of the site's checks who comes.`);
  const onHost = hostPathOf(call, path);
  return onHost === undefined
    ? notReviewed(`${what}, ${path}, is no path that the host shows.`)
    : { what, path: onHost };
}

/** The CA whose certificates the node's API servers accept of users and kubelets. */
function clientCasOfCluster(facts: ObservedFacts): readonly (CaFile | Verdict)[] {
  const process = facts["process.kube-apiserver"];
  if (process.state === "unknown") return [unseenVerdict(process)];
  const calls = entriesSeen(withContainers(process, facts["manifest.kube-apiserver"]));
  if (calls.length === 0)
    return [notReviewed("No API server runs here: the cluster's client CA was not seen beside etcd's.")];
  return calls.flatMap((call) => {
    const unread = flagsInFile("kube-apiserver", call);
    if (unread !== undefined) return [unread];
    const none = notAFinding("kube-apiserver takes no client certificates.");
    return flagTexts(call, "client-ca-file").map((path) =>
      path === "" ? none : caFile("the cluster's client CA", path, call),
    );
  });
}

const isVerdict = (one: CaFile | Verdict): one is Verdict => "status" in one;

/** The condition that who has a certificate of the cluster's has none of etcd's by that. */
export const etcdHasItsOwnCa: Condition = saying(
  "etcd's CAs are not the cluster's client CA",
  ofEveryEtcd((settings, call, facts) => {
    const own = [
      caFile("etcd's CA for clients", settings.text("trusted-ca-file") ?? "", call),
      caFile("etcd's CA for peers", settings.text("peer-trusted-ca-file") ?? "", call),
    ];
    const { certificates } = facts;
    const ofCluster = clientCasOfCluster(facts);
    const verdicts = own.flatMap((ca) =>
      isVerdict(ca)
        ? [ca]
        : ofCluster.map((other) => (isVerdict(other) ? other : judgeSharedCa(ca, other, certificates))),
    );
    const verdict = worst(verdicts);
    return {
      ...verdict,
      seen: [...verdict.seen, ...own.flatMap((ca) => (isVerdict(ca) ? [] : issuedBy(ca, certificates)))],
    };
  }),
);

const takesFromHere = (url: string): boolean => /^unixs?:/.test(url) || isLoopback(urlHost(url) ?? "");

/** The condition that nobody beyond the node can connect as a client; else who can is for a person, no firewall is read. */
export const etcdClientsAreLocal: Condition = saying(
  "etcd takes clients on loopback only, or a person has looked at the firewall and at what else runs on its nodes",
  ofEveryEtcd((settings, _call, { "host.listeners": listeners }) => {
    const urls = [...settings.urls("listen-client-urls"), ...settings.urls("listen-client-http-urls")];
    const seen = socketRows(socketsOf("etcd", listeners), listeners);
    return urls.every(takesFromHere)
      ? notAFinding("etcd takes clients on loopback only.", seen)
      : notReviewed(
          "etcd takes clients from beyond the node: whether a firewall lets API servers alone reach it, and whether its nodes " +
            "run nothing else, is for a person.",
          seen,
        );
  }),
);

const named = "etcd's data directory and that of its log";

/** Root, the user etcd, or the one that etcd runs as; nothing is said where that is not known. */
const ownedByItself = (user: number | undefined): FileTest => ({
  ...ownedByRoot,
  expected: "an owner that is root, etcd or the user that etcd runs as",
  holds(entry) {
    const { uid, user: name } = resolved(entry);
    if (uid === 0 || name === "etcd") return true;
    return user === undefined ? undefined : uid === user;
  },
});

/** The condition that nobody but etcd and root gets into its directories. */
export const etcdDirectoriesClosed: Condition = saying(
  `${named}: mode 0700 or fewer bits, owned by root, etcd or the user that etcd runs as`,
  condition(
    [],
    (facts) => {
      const selected = selectEtcdData(facts, ["data", "log"], startOfWalk);
      const [user] = entriesSeen(facts["process.etcd"]).map(({ uid }) => uid);
      return worst([
        judgeFiles(named, directoryModeWithin(0o700), selected),
        judgeFiles(named, ownedByItself(user), selected),
      ]);
    },
    etcdDataFacts,
  ),
);
