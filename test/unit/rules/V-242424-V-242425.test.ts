import { describe } from "vitest";
import type { FileStat } from "../../../src/evidence/files.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import { rule as keyRule } from "../../../src/rules/stig/V-242424-kubelet-tls-private-key-file.ts";
import { rule as certificateRule } from "../../../src/rules/stig/V-242425-kubelet-tls-cert-file.ts";
import { controlPlane, denied, directory, file, here, kubelet, link, nothing, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const current = "/var/lib/kubelet/pki/kubelet-server-current.pem";

describe.each([
  [keyRule, "tls-private-key-file", "tlsPrivateKeyFile", "/etc/kubelet/tls.key", "/var/lib/kubelet/pki/kubelet.key"],
  [certificateRule, "tls-cert-file", "tlsCertFile", "/etc/kubelet/tls.crt", "/var/lib/kubelet/pki/kubelet.crt"],
] as const)("serving file", (rule, flag, setting, path, selfSigned) => {
  const files = (stats: Readonly<Record<string, Observed<FileStat>>>) => ({ "stat.flag-files": here(stats) });
  const exists = { [path]: here(file(path, 0o600)) };
  const bootstrap = { serverTLSBootstrap: true };
  const signed = { [current]: here(link(current, file(current, 0o600))) };
  const onControlPlane = (flags: readonly string[], config: Readonly<Record<string, unknown>>) =>
    kubelet([...withConfig, ...flags], config, controlPlane);

  ruleCases(rule, [
    ["neither configuration nor flag", { ...kubelet([], "none", controlPlane), ...files(signed) }, "open"],
    ["set in the file, and there", { ...onControlPlane([], { [setting]: path }), ...files(exists) }, "not_a_finding"],
    ["on a worker", { ...kubelet(withConfig, { [setting]: path }, worker), ...files(exists) }, "not_a_finding"],
    [
      "a relative path, from the file's directory",
      {
        ...onControlPlane([], { [setting]: "tls" }),
        ...files({ "/var/lib/kubelet/tls": here(file("/var/lib/kubelet/tls", 0o600)) }),
      },
      "not_a_finding",
    ],
    [
      "set, but not there",
      { ...onControlPlane([], { [setting]: path }), ...files({ [path]: nothing }) },
      "not_a_finding",
      "open",
    ],
    [
      "set to a directory",
      { ...onControlPlane([], { [setting]: path }), ...files({ [path]: here(directory(path)) }) },
      "not_a_finding",
      "open",
    ],
    [
      "set, nobody looked",
      { ...onControlPlane([], { [setting]: path }), ...files({}) },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "set, unreadable",
      { ...onControlPlane([], { [setting]: path }), ...files({ [path]: denied }) },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "set to the kubelet's own self-signed file",
      { ...onControlPlane([], { [setting]: selfSigned }), ...files({ [selfSigned]: here(file(selfSigned, 0o600)) }) },
      "not_a_finding",
      "not_reviewed",
    ],
    ["empty", { ...onControlPlane([], { [setting]: "" }), ...files({}) }, "open"],
    ["kubeadm's default: self-signed", { ...onControlPlane([], {}), ...files({}) }, "open"],
    ["by flag", { ...onControlPlane([`--${flag}=${path}`], {}), ...files(exists) }, "open", "not_a_finding"],
    ["signed by the cluster", { ...onControlPlane([], bootstrap), ...files(signed) }, "open", "not_a_finding"],
    [
      "signed by the cluster, asked for by flag",
      { ...onControlPlane(["--rotate-server-certificates"], {}), ...files(signed) },
      "open",
      "not_a_finding",
    ],
    [
      "the flag takes the file's serverTLSBootstrap back",
      { ...onControlPlane(["--rotate-server-certificates=false"], bootstrap), ...files(signed) },
      "open",
    ],
    [
      "serverTLSBootstrap, not signed yet",
      { ...onControlPlane([], bootstrap), ...files({ [current]: nothing }) },
      "open",
    ],
    ["serverTLSBootstrap, nobody looked", { ...onControlPlane([], bootstrap), ...files({}) }, "open", "not_reviewed"],
    [
      "serverTLSBootstrap, a link that leads nowhere",
      { ...onControlPlane([], bootstrap), ...files({ [current]: here(link(current, "dangling")) }) },
      "open",
      "not_reviewed",
    ],
    [
      "serverTLSBootstrap, in another certificate directory",
      {
        ...onControlPlane(["--cert-dir=/srv/pki/"], bootstrap),
        ...files({ ...signed, "/srv/pki/kubelet-server-current.pem": nothing }),
      },
      "open",
    ],
    [
      "set and missing, but signed by the cluster",
      { ...onControlPlane([], { ...bootstrap, [setting]: path }), ...files({ [path]: nothing, ...signed }) },
      "not_a_finding",
    ],
    [
      "file facts unknown",
      { ...onControlPlane([], { [setting]: path }), "stat.flag-files": denied },
      "not_a_finding",
      "not_reviewed",
    ],
    ["configuration unreadable", { ...onControlPlane([], {}), "kubelet.config": denied }, "not_reviewed"],
  ]);
});
