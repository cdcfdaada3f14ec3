import type { KubeconfigFile, KubeconfigSearch, KubeconfigUser } from "../../../../evidence/kubeconfigs.ts";
import type { Observed } from "../../../../evidence/observed.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  type Seen,
  type Verdict,
  worst,
} from "../../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../../define-rule.ts";
import { showCertificate, timeOf } from "../../certificates.ts";
import { daysLeft, judgeDates, type Soon } from "./certificate-dates.ts";

/** Whether the user logs in with a certificate that the kubelet renews in a file of its own. */
const isKubelets = ({ namedBy }: KubeconfigFile, { certificateFile }: KubeconfigUser): boolean =>
  namedBy === "--kubeconfig of kubelet" && certificateFile !== undefined;

const usersOf = ({ content }: KubeconfigFile): readonly KubeconfigUser[] =>
  content.state === "present" ? content.value.users : [];

/** The dates of a user's certificates, of a chain each; nothing where it has none. */
function judgeUser(path: string, user: KubeconfigUser, at: string, soon?: Soon): readonly Verdict[] {
  const { certificates, certificateFile } = user;
  if (certificates === undefined) return [];
  const place = certificateFile ?? path;
  if (certificates.state === "unknown") return [unseenVerdict(certificates)];
  if (certificates.state === "absent") return [notReviewed(`${place}, which ${path} names, does not exist.`)];
  if (certificates.value.length === 0) return [notReviewed(`${place} holds no certificate.`)];
  const seen = certificates.value.map((one): Seen => showCertificate(one, place, certificates.source));
  const problems = certificates.value.flatMap((one) => judgeDates(place, one, at, soon) ?? []);
  const fine = notAFinding(`Client certificates of kubeconfigs are valid for ${daysLeft} days or more.`);
  return [{ ...worst([...problems, fine]), seen }];
}

/** The certificate that the kubelet renews in a file, by the kubeconfig that it is started with. */
export const judgeKubeletClient = (search: KubeconfigSearch, at: string, soon: Soon): readonly Verdict[] =>
  search.files.flatMap((file) =>
    usersOf(file).flatMap((user) => (isKubelets(file, user) ? judgeUser(file.path, user, at, soon) : [])),
  );

const unknownOf = (seen: Observed<unknown>): readonly Verdict[] =>
  seen.state === "unknown" ? [unseenVerdict(seen)] : [];

/** The client certificates of all kubeconfigs that were found, but that which the kubelet renews. */
export const kubeconfigCertificates: Condition = condition(
  ["kubeconfigs", "node.collected-at"] as const,
  ({ kubeconfigs, "node.collected-at": readAt }) => {
    const at = timeOf(readAt);
    if (at === undefined) return notReviewed("When the node was read is not known.");
    if (kubeconfigs.state === "absent") return notReviewed("No kubeconfig was looked for.");
    const { files, unseen } = kubeconfigs.value;
    return worst([
      ...files.flatMap((file) =>
        usersOf(file).flatMap((user) => (isKubelets(file, user) ? [] : judgeUser(file.path, user, at))),
      ),
      // A file that is not there holds nothing that could expire.
      ...files.flatMap(({ stat, content }) =>
        stat.state === "absent" ? [] : [...unknownOf(stat), ...unknownOf(content)],
      ),
      ...unseen.map(unseenVerdict),
      notApplicable("No kubeconfig that was found has a client certificate."),
    ]);
  },
);
