import { type Condition, defineNodeRule, type NodeRule } from "../../define-rule.ts";

/** A check on what a running API server was started with. */
export type ApiServerCheck = {
  readonly id: string;
  /** The flags that it is about, without dashes, the one to set first. */
  readonly flags: readonly [string, ...string[]];
  /** Conditions on the running process: what is in force, not what a manifest would start next. */
  readonly inForce: readonly Condition[];
  readonly expected: string;
  /** What an unset flag means and what else counts, in full sentences. */
  readonly notes: string;
  readonly fix: string;
  readonly errata?: readonly string[];
};

/** A check of the guidance on the API server's flags in force, on every control-plane node. */
export const apiServerCheck = ({ flags, inForce, notes, ...check }: ApiServerCheck): NodeRule =>
  defineNodeRule({
    ...check,
    roles: ["control-plane"],
    literal: inForce,
    changes: ["flag of kube-apiserver"],
    check:
      `On every control-plane node look for ${flags.map((name) => `--${name}`).join(", ")} in the command line of the ` +
      `running kube-apiserver (/proc/PID/cmdline): that is in force, whatever its manifest says by now. ${notes}`,
  });
