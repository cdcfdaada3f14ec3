import type { FileStat } from "../../../evidence/files.ts";
import type {
  CredentialKind,
  KubeconfigContent,
  KubeconfigFile,
  KubeconfigSearch,
} from "../../../evidence/kubeconfigs.ts";
import { entriesSeen, type Source } from "../../../evidence/observed.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { showCertificate } from "../certificates.ts";
import { type Problem, problemsOf } from "../problems.ts";
import { listed } from "../unknown-data.ts";
import { describeOwner, modeWithin } from "./file-tests.ts";
import { resolved } from "./selection.ts";

const ownersAlone = modeWithin(0o700);

/** A kubeconfig of which mode, owner and kinds of credentials are known. */
type Looked = { readonly file: KubeconfigFile; readonly entry: FileStat; readonly content: KubeconfigContent };

/** What is a secret by itself; the others name a file or a program, or are known to be neither. */
const inItself: readonly CredentialKind[] = ["client-key-data", "token", "password"];
/** What somebody who has the file logs in with: a program asks for more, such as a person's own login. */
const storedKinds: readonly CredentialKind[] = [...inItself, "client-key", "tokenFile", "auth-provider"];

const kindsIn = ({ users }: KubeconfigContent): readonly CredentialKind[] => [
  ...new Set(users.flatMap(({ credentials }) => credentials)),
];
const holds = ({ content }: Looked, kinds: readonly CredentialKind[]): boolean =>
  kindsIn(content).some((kind) => kinds.includes(kind));
const othersRead = ({ entry }: Looked): boolean => ownersAlone.holds(entry) === false;
const skipsVerification = ({ content }: Looked): boolean =>
  content.clusters.some((cluster) => cluster.skipsVerification);
const belongs = ({ file, entry }: Looked): boolean => [0, ...(file.homeOf ?? [])].includes(resolved(entry).uid);

const problems: readonly Problem<Looked>[] = [
  {
    verdict: open,
    of: (one) => othersRead(one) && holds(one, inItself),
    says: (paths) => `Others than their owner can read kubeconfigs that hold a credential: ${paths}.`,
  },
  {
    verdict: open,
    of: skipsVerification,
    says: (paths) => `The server's certificate is not checked (insecure-skip-tls-verify) by ${paths}.`,
  },
  {
    verdict: notReviewed,
    of: (one) => othersRead(one) && !holds(one, inItself),
    says: (paths) => `Others can read ${paths}, which hold neither key, token nor password.`,
  },
  {
    verdict: notReviewed,
    of: ({ entry }) => ownersAlone.holds(entry) === undefined,
    says: (paths) => `No regular file: ${paths}.`,
  },
  {
    verdict: notReviewed,
    of: (one) => !belongs(one),
    says: (paths) => `Neither root's nor those of the home directory they are in: ${paths}. Whose is for a person.`,
  },
  {
    verdict: notReviewed,
    of: (one) => one.file.homeOf !== undefined && holds(one, storedKinds),
    says: (paths) => `Credentials in home directories: ${paths}. Whether they are an administrator's is for a person.`,
  },
];

/** What is wrong with those that were looked at: a sentence a problem. */
const judgeLooked = (looked: readonly Looked[]): readonly Verdict[] =>
  problemsOf(problems, looked, (bad) => bad.map(({ file, entry }) => `${file.path} ${ownersAlone.show(entry)}`));

// kubeadm names a file that is deleted once the node has joined.
const mayBeMissing = ({ namedBy }: KubeconfigFile): boolean => namedBy.startsWith("--bootstrap-kubeconfig ");

/** Why one that should be there was not looked at; a file in a usual place need not be a kubeconfig. */
function judgeUnseen(file: KubeconfigFile): readonly Verdict[] {
  const { path, namedBy, stat, content, isNamed } = file;
  if (stat.state === "unknown") return [unseenVerdict(stat)];
  if (stat.state === "absent") {
    return isNamed && !mayBeMissing(file) ? [notReviewed(`${path}, named by ${namedBy}, does not exist.`)] : [];
  }
  if (content.state === "unknown") return [unseenVerdict(content)];
  return content.state === "absent" && isNamed ? [notReviewed(`${path}, named by ${namedBy}, is no kubeconfig.`)] : [];
}

const lookedAt = (file: KubeconfigFile): readonly Looked[] =>
  file.stat.state === "present" && file.content.state === "present"
    ? [{ file, entry: file.stat.value, content: file.content.value }]
    : [];

function showContent({ content }: KubeconfigFile): string {
  if (content.state === "unknown") return `not read (${content.reason})`;
  if (content.state === "absent") return "no kubeconfig";
  const insecure = content.value.clusters.filter((cluster) => cluster.skipsVerification).map(({ name }) => name);
  const kinds = kindsIn(content.value);
  return [
    kinds.length === 0 ? "no credential" : kinds.join(", "),
    ...(insecure.length === 0 ? [] : [`insecure-skip-tls-verify: true for ${listed(insecure)}`]),
  ].join("; ");
}

function showFile(file: KubeconfigFile): readonly Seen[] {
  const { path, namedBy, stat } = file;
  const what = `${path} (${namedBy})`;
  if (stat.state !== "present")
    return stat.state === "absent" ? [{ what, value: "does not exist", source: stat.source }] : [];
  const value = `${ownersAlone.show(stat.value)} ${describeOwner(resolved(stat.value))}; ${showContent(file)}`;
  return [{ what, value, source: stat.source }, ...(file.homeOf === undefined ? [] : certificatesIn(file))];
}

const certificatesIn = ({ path, content }: KubeconfigFile): readonly Seen[] =>
  (content.state === "present" ? content.value.users : []).flatMap(({ certificates }) =>
    certificates === undefined || certificates.state !== "present"
      ? []
      : entriesSeen(certificates).map((one) => showCertificate(one, path, certificates.source)),
  );

const showHomes = (homes: readonly string[], source: Source): Seen => ({
  what: "home directories of /etc/passwd that were looked into",
  value: homes.length === 0 ? "none" : listed(homes),
  source,
});

function judgeSearch({ files, homes, unseen }: KubeconfigSearch, source: Source): Verdict {
  const looked = files.flatMap(lookedAt);
  const verdict = worst([
    ...judgeLooked(looked),
    ...files.flatMap(judgeUnseen),
    ...unseen.map(unseenVerdict),
    looked.length === 0
      ? notReviewed("No kubeconfig was found on this node.")
      : notAFinding(
          "Only its owner can read each kubeconfig that was found, and each checks the server's certificate.",
        ),
  ]);
  return { ...verdict, seen: [...verdict.seen, ...files.flatMap(showFile), showHomes(homes, source)] };
}

/** The condition that nobody but its owner reads a kubeconfig, and that each checks whom it talks to. */
export const kubeconfigsClosed: Condition = saying(
  "every kubeconfig found is readable by its owner alone, those of components root's; none is without verification of TLS, " +
    "none in a home directory holds a credential",
  condition(["kubeconfigs"] as const, ({ kubeconfigs }) =>
    kubeconfigs.state === "absent"
      ? notReviewed("No kubeconfig was looked for.")
      : judgeSearch(kubeconfigs.value, kubeconfigs.source),
  ),
);
