import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../findings/verdict.ts";
import { type Condition, condition, saying } from "../define-rule.ts";
import { modeWithin } from "./file-tests.ts";
import { allControlPlaneKubeconfigs } from "./files/control-plane-kubeconfigs.ts";
import { kubeProxyKubeconfig } from "./files/kube-proxy-files.ts";
import { kubeletKubeconfigOfText } from "./files/kubelet-files.ts";
import { type FileSelection, type Found, resolved, type Selected } from "./files/selection.ts";
import { listed } from "./unknown-data.ts";

const ownersAlone = modeWithin(0o700);

// kubeadm writes client certificate and key into these (cmd/kubeadm/app/phases/kubeconfig); into kubelet.conf it writes
// the path of a file, and kube-proxy's names the token of its ServiceAccount.
const withCredential = ["admin.conf", "super-admin.conf", "scheduler.conf", "controller-manager.conf"].map(
  (name) => `/etc/kubernetes/${name}`,
);

const show = ({ entry }: Found): string => {
  const { user, group, uid, gid } = resolved(entry);
  return `${ownersAlone.show(entry)} ${user}:${group} (${uid}:${gid})`;
};

const describe = (found: readonly Found[]): string =>
  listed(found.map(({ entry }) => `${entry.path} ${ownersAlone.show(entry)}`));

const unless = (found: readonly Found[], judge: (found: readonly Found[]) => Verdict): readonly Verdict[] =>
  found.length === 0 ? [] : [judge(found)];

/** The files by who can read them: a finding where they are known to hold a credential, else for a person. */
function judgeReaders({ found, others, notes = [], substitution }: Selected, named: string): Verdict {
  const readable = found.filter(({ entry }) => ownersAlone.holds(entry) === false);
  const holds = ({ entry }: Found) => withCredential.includes(entry.path);
  const closed = found.filter(({ entry }) => ownersAlone.holds(entry) === true);
  const verdict = worst([
    ...others,
    ...unless(readable.filter(holds), (files) =>
      open(`Others than their owner can read files that hold a credential: ${describe(files)}.`),
    ),
    ...unless(
      readable.filter((one) => !holds(one)),
      (files) => notReviewed(`Others can read ${describe(files)}: whether a credential is in it was not read.`),
    ),
    ...unless(
      found.filter(({ entry }) => ownersAlone.holds(entry) === undefined),
      (files) => notReviewed(`No regular file: ${listed(files.map(({ entry }) => entry.path))}.`),
    ),
    ...unless(
      found.filter(({ entry }) => resolved(entry).uid !== 0),
      (files) =>
        notReviewed(`Not root's: ${listed(files.map(({ entry }) => entry.path))}. Whose it is, is for a person.`),
    ),
    ...unless(closed, () => notAFinding(`Only its owner can read ${named}.`)),
    ...(found.length + others.length === 0 ? [notReviewed(`There is nothing to judge among ${named}.`)] : []),
  ]);
  const rows = found.map((one): Seen => ({ what: one.entry.path, value: show(one), source: one.source }));
  const reason = substitution === undefined ? verdict.reason : `${verdict.reason} ${substitution}`;
  return { ...verdict, reason, seen: [...verdict.seen, ...rows, ...notes] };
}

const readByOwnerOnly = (files: FileSelection): Condition =>
  saying(
    `${files.named}: readable by root alone`,
    files.under((selected) => judgeReaders(selected, selected.named ?? files.named)),
  );

/** The condition that nobody but its owner reads a kubeconfig of a component: one for each place where they are. */
export const kubeconfigsClosed: readonly Condition[] = [
  allControlPlaneKubeconfigs,
  kubeletKubeconfigOfText,
  kubeProxyKubeconfig,
].map(readByOwnerOnly);

/** What no evidence holds: kubeconfigs of people, and whether one of them all does without checking the server. */
export const kubeconfigsUnread: Condition = saying(
  "a person has looked for kubeconfigs in home directories, and for insecure-skip-tls-verify in all",
  condition(["stat.kubelet-kubeconfig"] as const, ({ "stat.kubelet-kubeconfig": { source } }) => {
    const seen = [
      { what: "kubeconfigs in home directories (/root/.kube, /home/*/.kube)", value: "not collected", source },
      { what: "what kubeconfigs hold: kinds of credentials, insecure-skip-tls-verify", value: "not collected", source },
    ];
    return notReviewed(
      "What kubeconfigs hold is not read, nor those in home directories: whether one switches TLS checking off, or lets a " +
        "user be an administrator, is for a person.",
      seen,
    );
  }),
);
