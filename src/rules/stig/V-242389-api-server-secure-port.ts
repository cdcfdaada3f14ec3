import { parseInteger } from "../../evidence/go-flags.ts";
import type { FlagTest } from "../kit/command-line/command-line.ts";
import { componentFlagRule } from "../kit/command-line/component-flag.ts";

const isPort: FlagTest = (flags) => {
  const port = parseInteger(flags.text("secure-port") ?? "");
  return port >= 1 && port <= 65_535;
};

export const rule = componentFlagRule({
  id: "V-242389",
  component: "kube-apiserver",
  flags: ["secure-port"],
  literal: isPort,
  effective: (flags, invocation) => flags.text("secure-port") === undefined || isPort(flags, invocation),
  expected: "--secure-port=6443 (or another port but 0)",
  passes: { effective: "--secure-port unset (6443) or a port above 0" },
  whenUnset: "unset, the API server serves on 6443; the check text still calls that a finding",
});
