import { type Bastions, shareBastions } from "./bastions.ts";
import { findOpenssh, type OpensshProgram } from "./ssh-program.ts";

/** What the hosts of a run that `ssh` reaches have in common. */
export type OpensshRun = { readonly program: OpensshProgram; readonly bastions: Bastions };

/** Finds `ssh` for a run; a sentence where there is none that will do. Never rejects. */
export async function startOpensshRun(): Promise<OpensshRun | string> {
  const program = await findOpenssh();
  return typeof program === "string" ? program : { program, bastions: shareBastions() };
}
