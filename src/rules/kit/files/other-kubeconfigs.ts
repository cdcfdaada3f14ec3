import type { NamedFile } from "../../../evidence/files.ts";
import type { KubeconfigFile, KubeconfigSearch } from "../../../evidence/kubeconfigs.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen, type Known, type Observed, type Unknown } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type FileSelection, fileSelection, lookAt, only, type Selected } from "./selection.ts";

const components = ["kube-scheduler", "kube-controller-manager"] as const;

// Those of the text and super-admin.conf are looked at by themselves, the kubelet's by V-242452 and V-242453.
const judgedElsewhere = /^\/etc\/kubernetes\/((super-)?admin|scheduler|controller-manager|(bootstrap-)?kubelet)\.conf$/;

/** Whether one of the components logs in with a file. */
const isLogin = ({ namedBy }: KubeconfigFile): boolean =>
  components.some((component) => namedBy.endsWith(`kubeconfig of ${component}`));

/** Whether a file is another kubeconfig of the control plane: one of its logins, or in /etc/kubernetes and not the kubelet's. */
const isOther = (file: KubeconfigFile): boolean =>
  !judgedElsewhere.test(file.path) &&
  (isLogin(file) || (/^\/etc\/kubernetes\/[^/]+$/.test(file.path) && !file.namedBy.endsWith(" of kubelet")));

/** A login has to be there; of the others those count that hold a credential. */
function look(file: KubeconfigFile): Selected {
  if (isLogin(file)) return lookAt([file]);
  if (file.content.state === "unknown") return only(unseenVerdict(file.content));
  const users = file.content.state === "present" ? file.content.value.users : [];
  const isCredential = users.some(
    ({ credentials, certificates }) => credentials.length > 0 || certificates !== undefined,
  );
  return isCredential ? lookAt([file]) : only();
}

const placesUnseen = ({ unseen }: KubeconfigSearch): readonly Verdict[] =>
  unseen
    .filter(({ source }) => /^credentials *$|^credentials in \/etc\/kubernetes/.test(source.request))
    .map(unseenVerdict);

type Facts = Pick<ObservedFacts, `${"manifest" | "process"}.${(typeof components)[number]}`>;

/** Components of which neither manifest nor process says what they log in with, unless the distribution's place for it was looked at. */
function componentsUnseen(files: readonly NamedFile[], facts: Facts): readonly Verdict[] {
  if (files.some(({ namedBy }) => namedBy.startsWith("the layout of "))) return [];
  return components.flatMap((component) => {
    const places: readonly Observed<unknown>[] = [facts[`manifest.${component}`], facts[`process.${component}`]];
    const unseen = places.find((one): one is Unknown => one.state === "unknown");
    return unseen === undefined || places.some(({ state }) => state === "present") ? [] : [unseenVerdict(unseen)];
  });
}

function select(search: Known<KubeconfigSearch>, files: Known<readonly NamedFile[]>, facts: Facts): Selected {
  if (search.state === "absent") return only(notReviewed("No kubeconfig was looked for."));
  const looked = search.value.files.filter(isOther).map(look);
  const found = looked.flatMap((one) => one.found);
  const others = [
    ...looked.flatMap((one) => one.others),
    ...placesUnseen(search.value),
    ...componentsUnseen(entriesSeen(files), facts),
  ];
  return found.length + others.length > 0 ? { found, others } : { ...only(), whenFine: none };
}

const none = notApplicable("There is no other kubeconfig in /etc/kubernetes, and the components name none.");

/**
 * Kubeconfigs of the control plane that the check text does not name: others in /etc/kubernetes with a credential, and
 * those that flags of kube-scheduler and kube-controller-manager name, wherever they are.
 */
export const otherKubeconfigs: FileSelection = fileSelection(
  {
    named: "other kubeconfigs in /etc/kubernetes, and those that kube-scheduler and kube-controller-manager name",
    command: "stat -L -c '%a %U:%G %n' /etc/kubernetes/*.conf",
  },
  ["kubeconfigs", "stat.cp-kubeconfigs"],
  (facts) => select(facts.kubeconfigs, facts["stat.cp-kubeconfigs"], facts),
  components.flatMap((component) => [`manifest.${component}` as const, `process.${component}` as const]),
);
