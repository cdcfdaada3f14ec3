import { z } from "zod";
import type { PodSpec } from "../../evidence/pods.ts";
import { entries, nullableList } from "./nullable-list.ts";

/** A token among the sources of a projected volume. */
export const projectedToken = z
  .object({ audience: z.string().nullish(), expirationSeconds: z.number().nullish() })
  .nullish();

/** Of a pod's spec the fields that say whose token it is given. */
export const tokenFields = {
  serviceAccountName: z.string().nullish(),
  automountServiceAccountToken: z.boolean().nullish(),
} as const;

const volumesSchema = nullableList(
  z.object({
    projected: z.object({ sources: nullableList(z.object({ serviceAccountToken: projectedToken })) }).nullish(),
  }),
);
type Given = z.infer<z.ZodObject<typeof tokenFields>> & { readonly volumes?: z.infer<typeof volumesSchema> };
type Tokens = Pick<PodSpec, "serviceAccount" | "automountToken" | "projectedTokens">;

/** Whose token a pod is given, and how. */
export function readTokens({ serviceAccountName, automountServiceAccountToken, volumes }: Given): Tokens {
  const projectedTokens = entries(volumes).flatMap(({ projected }) =>
    entries(projected?.sources).flatMap(({ serviceAccountToken: token }) => {
      if (token === null || token === undefined) return [];
      const { audience, expirationSeconds } = token;
      return [
        {
          ...((audience ?? "") !== "" && { audience: audience as string }),
          ...(typeof expirationSeconds === "number" && { expirationSeconds }),
        },
      ];
    }),
  );
  return {
    ...((serviceAccountName ?? "") !== "" && { serviceAccount: serviceAccountName as string }),
    ...(typeof automountServiceAccountToken === "boolean" && { automountToken: automountServiceAccountToken }),
    ...(projectedTokens.length > 0 && { projectedTokens }),
  };
}
