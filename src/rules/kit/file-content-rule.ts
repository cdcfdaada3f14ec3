import type { Verdict } from "../../findings/verdict.ts";
import type { NodeRule } from "../define-rule.ts";
import type { FlagTest } from "./command-line.ts";
import { type ComponentFlagRule, componentFlagRule } from "./component-flag.ts";
import { namesFile, notReadYet } from "./unread-file.ts";

export type FileContentRule = Omit<ComponentFlagRule, "component" | "literal" | "effective"> & {
  /** What the file says, in words: "what is audited". */
  readonly says: string;
  /** What holds whatever the file says, for the effective reading: a flag without which the file does nothing. */
  readonly effectiveBesides?: FlagTest;
  /** Decides before the flag is looked at; undefined: it has nothing to say. */
  readonly first?: (...given: Parameters<FlagTest>) => Verdict | undefined;
};

/**
 * A rule about a file that an API server flag names. Without the flag it is a finding; what the file says is not read
 * yet, so with the flag it is Not Reviewed and never a pass.
 */
export function fileContentRule({ says, effectiveBesides, first, ...rule }: FileContentRule): NodeRule {
  const [flag] = rule.flags;
  const literal: FlagTest = (flags, invocation) => {
    const decided = first?.(flags, invocation);
    return decided ?? (namesFile(flags, flag) ? notReadYet(flags, flag, says) : false);
  };
  const effective: FlagTest = (flags, invocation) => {
    const unmet = effectiveBesides?.(flags, invocation) === false;
    return first?.(flags, invocation) ?? (unmet ? false : literal(flags, invocation));
  };
  return componentFlagRule({ ...rule, component: "kube-apiserver", literal, effective });
}
