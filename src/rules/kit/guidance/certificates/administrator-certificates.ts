import type { Certificate } from "../../../../evidence/certificates.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { notReviewed, type Seen } from "../../../../findings/verdict.ts";
import { type Condition, condition } from "../../../define-rule.ts";
import { dayOf } from "../../certificates.ts";

const masters = "O=system:masters";

const isMasters = ({ subject }: Certificate): boolean => subject.split(", ").includes(masters);

/** Certificates of system:masters in the kubeconfigs of a node: who comes in with them, and until when. */
export const administratorCertificates: Condition = condition(
  [] as const,
  ({ kubeconfigs }) => {
    const files = kubeconfigs.state === "present" ? kubeconfigs.value.files : [];
    const found = files.flatMap(({ path, content }) =>
      (content.state === "present" ? content.value.users : []).flatMap(({ name, certificates }) =>
        (certificates === undefined ? [] : entriesSeen(certificates).slice(0, 1)).filter(isMasters).map(
          ({ subject, notAfter }): Seen => ({
            what: `certificate of system:masters in ${path}`,
            value: `user ${name}: ${subject}; until ${dayOf(notAfter)}`,
            source: content.source,
            isOwn: true,
          }),
        ),
      ),
    );
    const unread = files.flatMap(({ path, content, stat }): readonly Seen[] =>
      content.state === "unknown" && stat.state !== "absent"
        ? [{ what: `certificates in ${path}`, value: `not read (${content.reason})`, source: content.source }]
        : [],
    );
    const all: readonly Seen[] =
      kubeconfigs.state === "unknown"
        ? [
            {
              what: "certificates in kubeconfigs",
              value: `not read (${kubeconfigs.reason})`,
              source: kubeconfigs.source,
            },
          ]
        : [];
    const seen = [...found, ...unread, ...all];
    return notReviewed(
      "Certificates that were given to people are no object of the cluster, and cannot be revoked.",
      seen,
    );
  },
  ["kubeconfigs"] as const,
);
