import type { ApiNode } from "../../../../evidence/cluster.ts";
import type { Flags } from "../../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../../evidence/kubelet.ts";
import type { Known, Observed } from "../../../../evidence/observed.ts";
import type { Invocation } from "../../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../../define-rule.ts";
import { byEveryReading, describeFlags, type Outcome, showFlags } from "../../command-line/command-line.ts";
import { describeSetting, settingOf, showSetting } from "../../kubelet/kubelet-config.ts";
import { finalValue } from "../../kubelet/kubelet-setting.ts";
import { parseVersion } from "../../kubernetes-version.ts";
import { asTexts } from "../../unknown-data.ts";
import { judgeKubeletHere } from "../kubelet-here.ts";
import { goChoosesWell, judgeSuites } from "./tls-suites.ts";

const minimum = {
  flag: "tls-min-version",
  setting: "tlsMinVersion",
  defaults: { withConfig: "", withoutConfig: "" },
} as const;
const suites = { flag: "tls-cipher-suites", setting: "tlsCipherSuites" } as const;

/** The suites in force: those of the flag, else of the configuration. Undefined: not a list of names. */
const suitesInForce = (flags: Flags, config: Known<KubeletConfig>): readonly string[] | undefined =>
  flags.list(suites.flag) ?? asTexts(settingOf(config, suites.setting)?.value);

function byDefault(api: Observed<ApiNode>): Outcome {
  if (api.state === "unknown") return unseenVerdict(api);
  const version = api.state === "present" ? parseVersion(api.value.kubeletVersion) : undefined;
  return version === undefined
    ? notReviewed("kubelet: no cipher suites are set, and without its version Go's own choice is not known.")
    : goChoosesWell("kubelet", version);
}

function judge(flags: Flags, config: Known<KubeletConfig>, api: Observed<ApiNode>): Outcome {
  const version = finalValue(minimum, flags, config).value;
  if (version === "VersionTLS13") return true;
  if (version !== "" && version !== "VersionTLS12") return false;
  const given = suitesInForce(flags, config);
  if (given === undefined) return notReviewed(`kubelet: ${suites.setting} is not a list of names.`);
  return judgeSuites("kubelet", given, () => byDefault(api));
}

function judgeReading(call: Invocation, flags: Flags, config: Known<KubeletConfig>, api: Observed<ApiNode>): Verdict {
  const names = [minimum.flag, suites.flag];
  const seen = [
    ...showFlags(call, flags, names, "kubelet"),
    ...[minimum, suites].map(({ setting }) => showSetting(config, setting)),
  ];
  const outcome = judge(flags, config, api);
  if (typeof outcome !== "boolean") return { ...outcome, seen: [...outcome.seen, ...seen] };
  const settings = [minimum, suites].map(({ setting }) => describeSetting(config, setting));
  const reason = `kubelet: ${describeFlags(flags, names)}; ${settings.join(", ")}.`;
  return outcome ? notAFinding(reason, seen) : open(reason, seen);
}

/** What the kubelet offers where it runs. A host without workers' role may have none. */
export const kubeletTls: Condition = condition(
  ["process.kubelet", "kubelet.config"] as const,
  (facts) =>
    judgeKubeletHere(facts, (call, config) =>
      byEveryReading(call, (flags) => judgeReading(call, flags, config, facts["node.api"])),
    ),
  ["node.api", "node.role"] as const,
);
