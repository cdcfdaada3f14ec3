import { parseDuration } from "../../evidence/go-flags.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";
import { hasManifest } from "../kit/command-line/has-manifest.ts";

const limitsRequests: FlagTest = (flags) => parseDuration(flags.text("request-timeout") ?? "") > 0;

export const rule = componentFlagRule({
  id: "V-242438",
  component: "kube-apiserver",
  flags: ["request-timeout"],
  literal: limitsRequests,
  literalBesides: [hasManifest("kube-apiserver")],
  effective: (flags, invocation) => flags.text("request-timeout") === undefined || limitsRequests(flags, invocation),
  expected: "--request-timeout=300s (or another duration above 0)",
  passes: {
    literal: "a manifest that starts kube-apiserver, and --request-timeout above 0",
    effective: "--request-timeout unset (one minute) or above 0",
  },
  whenUnset:
    "unset means one minute, which the text calls a finding, as it does a control-plane node without the API server's " +
    "manifest; 0 means no limit, and a number needs its unit",
});
