import type { Attestation } from "../evidence/waivers.ts";
import type { Mistake } from "../yaml-file/yaml-file-error.ts";

/** Attestations of one rule that hold on the same day: which of them counts nobody could say. */
export const overlaps = (attestations: readonly Attestation[]): readonly Mistake[] =>
  attestations.flatMap((later, index) => {
    const earlier = attestations
      .slice(0, index)
      .find(({ rule, date, expires }) => rule === later.rule && date <= later.expires && later.date <= expires);
    if (earlier === undefined) return [];
    const { rule, line, date, expires } = earlier;
    const sentence = `a second attestation of ${rule} holds while that of line ${line} does (${date} to ${expires}): let one end before the other begins`;
    return [{ sentence, at: { line: later.line, column: 1 } }];
  });
