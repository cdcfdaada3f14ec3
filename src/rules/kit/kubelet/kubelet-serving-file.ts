import type { Flags } from "../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import type { Known } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { withoutEndSlashes } from "../../../evidence/trailing-slashes.ts";
import { notReviewed, open, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, type NodeRule } from "../../define-rule.ts";
import { type Certificates, showCertificates } from "../certificates.ts";
import { byEveryReading, showFlags } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { type HostFiles, statOf } from "../container-path.ts";
import { isText } from "../unknown-data.ts";
import { showSetting, withoutConfiguration } from "./kubelet-config.ts";
import { judgeExistence, pathInForce } from "./kubelet-named-file.ts";
import { finalValue, kubeletSettingRule } from "./kubelet-setting.ts";

/** One half of what the kubelet serves with. */
type ServingFile = {
  readonly flag: "tls-cert-file" | "tls-private-key-file";
  readonly setting: "tlsCertFile" | "tlsPrivateKeyFile";
  /** What it is, in words. */
  readonly what: string;
  /** Name of the file that the kubelet makes for itself in its certificate directory. */
  readonly selfSigned: "kubelet.crt" | "kubelet.key";
};

const serverTlsBootstrap = {
  flag: "rotate-server-certificates",
  setting: "serverTLSBootstrap",
  defaults: { withConfig: false, withoutConfig: false },
} as const;

// Default of the kubelet's --cert-dir; its configuration file has no such field.
const certificateDirectory = (flags: Flags): string =>
  withoutEndSlashes(flags.text("cert-dir") || "/var/lib/kubelet/pki");

function judgeConfigured(file: ServingFile, path: string, flags: Flags, files: HostFiles): Verdict {
  // The name of the kubelet's own self-signed file proves nothing of who issued what is in it.
  return path === `${certificateDirectory(flags)}/${file.selfSigned}`
    ? notReviewed(`${path} is where the kubelet puts what it signed itself; who issued it was not read.`)
    : judgeExistence(file.what, { path, stat: statOf(files, path) });
}

type KubeletFlags = { readonly call: Invocation; readonly flags: Flags };

/** What the kubelet serves with: a configured file, what the cluster signed for it, or what it signed itself. */
function judgeServing(
  file: ServingFile,
  { call, flags }: KubeletFlags,
  config: Known<KubeletConfig>,
  files: HostFiles,
  certificates: Certificates,
): Verdict {
  const configured = pathInForce(file, flags, config);
  const current = `${certificateDirectory(flags)}/kubelet-server-current.pem`;
  const isBootstrapped = finalValue(serverTlsBootstrap, flags, config).value === true;
  const verdicts = [
    ...(configured === undefined ? [] : [judgeConfigured(file, configured, flags, files)]),
    ...(isBootstrapped
      ? [judgeExistence(`${file.what} of serverTLSBootstrap`, { path: current, stat: statOf(files, current) })]
      : []),
  ];
  const selfSigned = `Nothing is configured and serverTLSBootstrap is off: the kubelet signs ${file.what} itself.`;
  const met = verdicts.find(({ status }) => status === "not_a_finding");
  const verdict = met ?? (verdicts.length > 0 ? worst(verdicts) : open(selfSigned));
  const names = [file.flag, serverTlsBootstrap.flag, "cert-dir"];
  const settings = [file.setting, serverTlsBootstrap.setting].map((path) => showSetting(config, path));
  const shown = configured === undefined ? [] : showCertificates(certificates, configured);
  return { ...verdict, seen: [...verdict.seen, ...showFlags(call, flags, names, "kubelet"), ...settings, ...shown] };
}

/** The effective condition that the kubelet does not serve with what it signed itself. */
const servesWith = (file: ServingFile): Condition =>
  condition(
    ["process.kubelet", "kubelet.config"] as const,
    (facts) => {
      const config = facts["kubelet.config"];
      const kubelet = facts["process.kubelet"];
      return (
        withoutConfiguration(kubelet, config) ??
        judgeRunning("kubelet", kubelet, (call) =>
          byEveryReading(call, (flags) =>
            judgeServing(file, { call, flags }, config, facts["stat.flag-files"], facts.certificates),
          ),
        )
      );
    },
    ["stat.flag-files", "certificates"] as const,
  );

/** A rule that one half of what the kubelet serves with is configured; `other` is the setting of the other half. */
export const servingFileRule = (id: string, { other, ...file }: ServingFile & { readonly other: string }): NodeRule =>
  kubeletSettingRule({
    id,
    roles: ["control-plane"],
    also: ["worker"],
    ...file,
    defaults: { withConfig: "", withoutConfig: "" },
    literal: isText,
    effective: servesWith(file),
    expected: `${file.setting}: a path`,
    passes: {
      literal: `${file.setting} set`,
      effective:
        "a file in force, by flag or configuration, that exists and is not what the kubelet signed itself; or " +
        "serverTLSBootstrap and what the cluster signed for it",
    },
    caution:
      `Set ${other} at the same time. With serverTLSBootstrap the cluster signs the certificate and meets the ` +
      "requirement, but not the check text, which asks for the path in the file.",
  });
