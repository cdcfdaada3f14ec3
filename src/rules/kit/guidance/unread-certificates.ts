import { readFlags } from "../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notApplicable, notReviewed, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../define-rule.ts";
import { type Certificates, certificatesAt } from "../certificates.ts";
import { showFlags } from "../command-line.ts";
import { judgeRunning } from "../component-flag.ts";
import { showSetting, withoutConfiguration } from "../kubelet-config.ts";
import { pathInForce } from "../kubelet-named-file.ts";
import { finalValue } from "../kubelet-setting.ts";
import { withoutKubelet } from "./kubelet-here.ts";

const off = { withConfig: false, withoutConfig: false } as const;
const rotation = { flag: "rotate-certificates", setting: "rotateCertificates", defaults: off } as const;
const bootstrap = { flag: "rotate-server-certificates", setting: "serverTLSBootstrap", defaults: off } as const;
const serving = { flag: "tls-cert-file", setting: "tlsCertFile" } as const;

/** What the kubelet serves with, where that is a file that others made: its dates are judged with those of all others. */
function judgeServing(call: Invocation, config: Known<KubeletConfig>, certificates: Certificates): Verdict {
  const path = pathInForce(serving, call, config);
  if (path === undefined) {
    return finalValue(bootstrap, call, config).value === true
      ? notReviewed(
          "The serving certificate of the kubelet, which the cluster signs, was not read: its key is beside it.",
        )
      : notReviewed("The kubelet signs its serving certificate itself: whether that may be is for a person.");
  }
  const found = certificatesAt(certificates, path);
  const [first] = found.state === "present" ? found.value : [];
  if (first === undefined) return found.state === "unknown" ? unseenVerdict(found) : notReviewed(`${path} holds none.`);
  return first.selfSigned
    ? notReviewed(`The kubelet's serving certificate ${path} is self-signed: whether that may be is for a person.`)
    : notAFinding("The kubelet serves with a certificate that is not its own.");
}

/** The kubelet's client certificate lies beside its key and is not read: only that the kubelet renews it is known. */
const judgeClient = (call: Invocation, config: Known<KubeletConfig>): Verdict =>
  finalValue(rotation, call, config).value === true
    ? notAFinding("The kubelet renews its client certificate itself.")
    : notReviewed("The kubelet does not renew its client certificate, whose dates were not read.");

function judgeCall(call: Invocation, config: Known<KubeletConfig>, certificates: Certificates): Verdict {
  const flags = [rotation, bootstrap, serving].map(({ flag }) => flag);
  const verdict = worst([judgeServing(call, config, certificates), judgeClient(call, config)]);
  const settings = [rotation, bootstrap, serving].map(({ setting }) => showSetting(config, setting));
  return { ...verdict, seen: [...verdict.seen, ...showFlags(call, readFlags(call), flags, "kubelet"), ...settings] };
}

/** What the kubelet makes and renews for itself. */
export const kubeletCertificates: Condition = condition(
  ["process.kubelet", "kubelet.config"] as const,
  (facts) => {
    const kubelet = facts["process.kubelet"];
    const config = facts["kubelet.config"];
    return (
      withoutKubelet(kubelet, facts["node.role"]) ??
      withoutConfiguration(kubelet, config) ??
      judgeRunning("kubelet", kubelet, (call) => judgeCall(call, config, facts.certificates))
    );
  },
  ["certificates", "node.role"] as const,
);

/** Certificates within kubeconfigs stand beside their keys and are not read; kubeadm's expire after a year. */
export const kubeconfigCertificates: Condition = condition(["stat.cp-kubeconfigs"] as const, (facts) => {
  const files = entriesSeen(facts["stat.cp-kubeconfigs"]);
  const unseen = files.flatMap(({ stat }) => (stat.state === "unknown" ? [unseenVerdict(stat)] : []));
  const there = files.flatMap(({ path, stat }) => (stat.state === "present" ? [path] : []));
  const found = notReviewed(`Client certificates within kubeconfigs were not read: ${[...there].sort().join(", ")}.`);
  return worst([...unseen, there.length > 0 ? found : notApplicable("No kubeconfig of the control plane is here.")]);
});
