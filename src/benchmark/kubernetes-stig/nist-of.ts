import { nistControls } from "./cci-to-nist.ts";

/** The controls of NIST SP 800-53, revision 5, that CCIs belong to, each once. */
export const nistOf = (ccis: readonly string[]): readonly string[] => [
  ...new Set(ccis.flatMap((cci) => nistControls[cci] ?? [])),
];
