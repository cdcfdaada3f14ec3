import type { NamedFile } from "../../../evidence/files.ts";
import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import { entriesSeen, type Known, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";
import { byEveryReading, showFlags } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { type HostFiles, statOf } from "../container-path.ts";
import { type FileSelection, fileSelection, lookAt, only } from "../files/selection.ts";
import { showSetting, withoutConfiguration } from "./kubelet-config.ts";
import { orByConfigz } from "./kubelet-configz.ts";
import { type FileInForce, judgeExistence, pathInForce } from "./kubelet-named-file.ts";

const about = {
  named: "the file of authentication.x509.clientCAFile",
  command: "stat -L -c '%a %U:%G %n' /etc/kubernetes/pki/ca.crt",
};
const clientCa = { flag: "client-ca-file", setting: "authentication.x509.clientCAFile" } as const;
const noneNamed = "The kubelet names no client CA file (V-242420 is about that).";

/** The CA file that the kubelet's configuration names (V-242449, V-242450). */
export const kubeletClientCa: FileSelection = fileSelection(about, ["stat.kubelet-client-ca"], (facts) => {
  const file = facts["stat.kubelet-client-ca"];
  return file.state === "absent" ? only(notReviewed(noneNamed)) : lookAt([file.value]);
});

/** The file in force on one command line; the configuration's own has a fact to itself. */
function inForce(
  flags: Flags,
  config: Known<KubeletConfig>,
  configured: Observed<NamedFile>,
  files: HostFiles,
): FileInForce | undefined {
  const path = pathInForce(clientCa, flags, config);
  if (path === undefined) return undefined;
  if (configured.state === "present" && configured.value.path === path) return { path, stat: configured.value.stat };
  return { path, stat: statOf(files, path) };
}

/** The CA file in force, by flag or by configuration. */
export const kubeletClientCaInForce: FileSelection = fileSelection(
  { ...about, named: "the kubelet's client CA file" },
  ["process.kubelet", "kubelet.config"],
  (facts) => {
    const kubelet = facts["process.kubelet"];
    const config = facts["kubelet.config"];
    const missing = withoutConfiguration(kubelet, config);
    if (missing !== undefined) return only(missing);
    const calls = entriesSeen(kubelet);
    const files = calls
      .flatMap((call) => flagReadings(call))
      .map((flags) => inForce(flags, config, facts["stat.kubelet-client-ca"], facts["stat.flag-files"]));
    const named = files.flatMap((file) => (file === undefined ? [] : [{ ...file, namedBy: "the kubelet" }]));
    const selected = lookAt(named);
    const unnamed = files.includes(undefined) ? [notReviewed(noneNamed)] : [];
    return { ...selected, others: [...selected.others, ...unnamed] };
  },
  ["stat.kubelet-client-ca", "stat.flag-files"],
);

/**
 * A client CA is in force, by the kubelet's flags and configuration, and its file is there. That the file holds a certificate is not
 * read: a kubelet whose file holds none does not start.
 */
const namesClientCa: Condition = condition(
  ["process.kubelet", "kubelet.config"] as const,
  (facts) => {
    const kubelet = facts["process.kubelet"];
    const config = facts["kubelet.config"];
    const judge = (call: Invocation, flags: Flags): Verdict => {
      const file = inForce(flags, config, facts["stat.kubelet-client-ca"], facts["stat.flag-files"]);
      const verdict =
        file === undefined
          ? open("No client CA is set, by flag or by configuration.")
          : judgeExistence("the client CA file", file);
      const shown = showFlags(call, flags, [clientCa.flag], "kubelet");
      return { ...verdict, seen: [...verdict.seen, ...shown, showSetting(config, clientCa.setting)] };
    };
    return (
      withoutConfiguration(kubelet, config) ??
      judgeRunning("kubelet", kubelet, (call) => byEveryReading(call, (flags) => judge(call, flags)))
    );
  },
  ["stat.kubelet-client-ca", "stat.flag-files"] as const,
);

/**
 * The effective condition that a client CA is in force and its file there. The kubelet's own word proves that none is; of
 * the file it says nothing.
 */
export const kubeletHasClientCa: Condition = orByConfigz(
  clientCa.setting,
  ({ value, seen }) =>
    value === ""
      ? open("No client CA is in force, by /configz.", seen)
      : notReviewed(`The client CA file in force is ${value}, by /configz: whether it is there was not seen.`, seen),
  namesClientCa,
);
