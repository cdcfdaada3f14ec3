import { z } from "zod";
import type { OwnerName } from "../../evidence/pods.ts";
import { entries, nullableList } from "./nullable-list.ts";

/** The objects that an object belongs to, as its metadata has them. */
export const ownersSchema = nullableList(
  z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() }),
);

/** The one among them that manages it; nothing where somebody made it by hand. */
export function ownerOf(owners: z.infer<typeof ownersSchema>): { readonly owner?: OwnerName } {
  const owner = entries(owners).find(({ controller }) => controller === true);
  return owner === undefined ? {} : { owner: { kind: owner.kind, name: owner.name } };
}
