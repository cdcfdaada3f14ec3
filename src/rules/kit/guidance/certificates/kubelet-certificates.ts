import type { Certificate } from "../../../../evidence/certificates.ts";
import type { Flags } from "../../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../../evidence/kubelet.ts";
import type { ObservedFacts } from "../../../../evidence/node.ts";
import type { Known, Observed } from "../../../../evidence/observed.ts";
import type { Invocation } from "../../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Verdict, worst } from "../../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../../define-rule.ts";
import { certificatesAt, showCertificate, timeOf } from "../../certificates.ts";
import { byEveryReading, showFlags } from "../../command-line/command-line.ts";
import { showSetting } from "../../kubelet/kubelet-config.ts";
import { pathInForce } from "../../kubelet/kubelet-named-file.ts";
import { finalValue } from "../../kubelet/kubelet-setting.ts";
import { judgeKubeletHere } from "../kubelet-here.ts";
import { judgeDates } from "./certificate-dates.ts";
import { judgeKubeletClient } from "./kubeconfig-certificates.ts";

const off = { withConfig: false, withoutConfig: false } as const;
const rotation = { flag: "rotate-certificates", setting: "rotateCertificates", defaults: off } as const;
const bootstrap = { flag: "rotate-server-certificates", setting: "serverTLSBootstrap", defaults: off } as const;
const serving = { flag: "tls-cert-file", setting: "tlsCertFile" } as const;

type Shown = Pick<ObservedFacts, "certificates" | "certificates.kubelet-serving" | "kubeconfigs" | "node.collected-at">;

/** What the cluster signed and the kubelet renews: less than 30 days are what comes before a renewal that is late. */
function judgeSigned(serving: Observed<readonly Certificate[]>, at: string): Verdict {
  const path = "kubelet-server-current.pem";
  if (serving.state === "unknown") return unseenVerdict(serving);
  const [first] = serving.state === "present" ? serving.value : [];
  if (first === undefined || serving.state !== "present") {
    return notReviewed("The kubelet waits for the cluster to sign its serving certificate: there is none.");
  }
  const seen = serving.value.map((one) => showCertificate(one, path, serving.source));
  const problems = serving.value.flatMap((one) => judgeDates(path, one, at, notReviewed) ?? []);
  const own = first.selfSigned ? [notReviewed("The kubelet's serving certificate is self-signed.")] : [];
  return { ...worst([...problems, ...own, notAFinding("The cluster signed what the kubelet serves with.")]), seen };
}

/** What the kubelet serves with, where that is a file that others made: its dates are judged with those of all others. */
function judgeServing(flags: Flags, config: Known<KubeletConfig>, shown: Shown, at: string): Verdict {
  const path = pathInForce(serving, flags, config);
  if (path === undefined) {
    return finalValue(bootstrap, flags, config).value === true
      ? judgeSigned(shown["certificates.kubelet-serving"], at)
      : notReviewed("The kubelet signs its serving certificate itself: whether that may be is for a person.");
  }
  const found = certificatesAt(shown.certificates, path);
  const [first] = found.state === "present" ? found.value : [];
  if (first === undefined) return found.state === "unknown" ? unseenVerdict(found) : notReviewed(`${path} holds none.`);
  return first.selfSigned
    ? notReviewed(`The kubelet's serving certificate ${path} is self-signed: whether that may be is for a person.`)
    : notAFinding("The kubelet serves with a certificate that is not its own.");
}

/** The certificate that the kubelet logs in with, beside its key; where it is in the kubeconfig it is judged with the others. */
function judgeClient(flags: Flags, config: Known<KubeletConfig>, { kubeconfigs }: Shown, at: string): Verdict {
  if (kubeconfigs.state === "unknown") return unseenVerdict(kubeconfigs);
  if (kubeconfigs.state === "absent") return notReviewed("The kubelet's kubeconfig was not looked for.");
  const renews = finalValue(rotation, flags, config).value === true;
  const fine = notAFinding("The kubelet's client certificate was looked at where it has one.");
  return worst([...judgeKubeletClient(kubeconfigs.value, at, renews ? notReviewed : open), fine]);
}

function judgeReading(call: Invocation, flags: Flags, config: Known<KubeletConfig>, shown: Shown): Verdict {
  const at = timeOf(shown["node.collected-at"]);
  if (at === undefined) return notReviewed("When the node was read is not known.");
  const names = [rotation, bootstrap, serving].map(({ flag }) => flag);
  const verdict = worst([judgeServing(flags, config, shown, at), judgeClient(flags, config, shown, at)]);
  const settings = [rotation, bootstrap, serving].map(({ setting }) => showSetting(config, setting));
  return { ...verdict, seen: [...verdict.seen, ...showFlags(call, flags, names, "kubelet"), ...settings] };
}

/** What the kubelet makes and renews for itself. */
export const kubeletCertificates: Condition = condition(
  ["process.kubelet", "kubelet.config"] as const,
  (facts) =>
    judgeKubeletHere(facts, (call, config) =>
      byEveryReading(call, (flags) => judgeReading(call, flags, config, facts)),
    ),
  ["certificates", "certificates.kubelet-serving", "kubeconfigs", "node.collected-at", "node.role"] as const,
);
