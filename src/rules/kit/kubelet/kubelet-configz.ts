import type { KubeletInForce, SettingInForce } from "../../../evidence/kubelet-in-force.ts";
import type { Present } from "../../../evidence/observed.ts";
import type { Seen, Verdict } from "../../../findings/verdict.ts";
import type { Condition } from "../../define-rule.ts";

/** What the kubelet itself says of a setting, and as a row of what was seen. */
export type SaidByKubelet = { readonly value: boolean | number | string; readonly seen: readonly Seen[] };

function said({ value, source }: Present<KubeletInForce>, setting: SettingInForce): SaidByKubelet {
  const row = { what: `${setting} in the kubelet's /configz`, value: JSON.stringify(value[setting]), source };
  return { value: value[setting], seen: [row] };
}

/**
 * A condition on what is in force that the kubelet's own /configz answers where it is the witness, and `otherwise` on the
 * node's own evidence. For effective readings only: no file and no command line is proven by it.
 */
export const orByConfigz = (
  setting: SettingInForce,
  judge: (said: SaidByKubelet) => Verdict,
  otherwise: Condition,
): Condition => ({
  ...otherwise,
  needs: [...otherwise.needs, "kubelet.configz"],
  decide(facts) {
    const configz = facts["kubelet.configz"];
    return configz.state === "present" ? judge(said(configz, setting)) : otherwise.decide(facts);
  },
});
