import { notApplicable } from "../../findings/verdict.ts";
import { admissionPluginFlags, isPluginOn } from "../kit/command-line/admission-plugins.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentRule, configuredFlags, runningFlags } from "../kit/command-line/component-flag.ts";
import { imageVersion, isSince, showVersion, versionUnknown } from "../kit/kubernetes-version.ts";
import { bySiteOption } from "../kit/site-option.ts";

const plugin = "ValidatingAdmissionWebhook";
const line = { component: "kube-apiserver", flags: admissionPluginFlags } as const;

const isListed: FlagTest = (flags) => flags.list("enable-admission-plugins")?.includes(plugin) === true;

const isListedUpTo124: FlagTest = (flags, call) => {
  const version = imageVersion(call.image);
  if (version === undefined) return versionUnknown("kube-apiserver", call.image);
  if (!isSince(version, 25)) return isListed(flags, call);
  return notApplicable(`kube-apiserver is ${showVersion(version)}: the text checks releases before 1.25 only.`);
};

const isOn: FlagTest = (flags) => isPluginOn(flags, plugin, "on by default");

export const rule = componentRule(
  {
    id: "V-242436",
    ...line,
    expected: `--enable-admission-plugins=${plugin} (with the others in use), and no --disable-admission-plugins of it`,
    passes: {
      literal: "ValidatingAdmissionWebhook in --enable-admission-plugins",
      effective:
        "ValidatingAdmissionWebhook not in --disable-admission-plugins, and in --admission-control where that is set",
    },
    errata: [
      "Since 1.25 the rule is Not Applicable by its text, which checks releases before 1.25 only, unless the site " +
        "decided otherwise (v242436Always); the effective reading stays.",
      "Where the release is not known the literal reading is Not Reviewed.",
    ],
    whenUnset:
      "the plugin is on by default since 1.9, unless --disable-admission-plugins or the old --admission-control says " +
      "otherwise. The text checks --enable-admission-plugins up to 1.24 only, unless the site decided that it holds for " +
      "every release (v242436Always); the version is that of the image's tag",
    fix:
      `Take ${plugin} out of --disable-admission-plugins of kube-apiserver, and up to 1.24 add it to ` +
      "--enable-admission-plugins, in the manifest on every control-plane node, one node after the other. Replace the " +
      "old --admission-control by these two.",
  },
  {
    literal: [bySiteOption("v242436Always", (always) => configuredFlags(line, always ? isListed : isListedUpTo124))],
    effective: [runningFlags(line, isOn)],
  },
);
