import { z } from "zod";
import type { LabelSelector } from "../../../evidence/network-policies.ts";
import { entries, nullableList } from "../nullable-list.ts";

/** A label selector as the API gives it. */
export const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: nullableList(z.object({ key: z.string(), operator: z.string(), values: nullableList(z.string()) })),
});

/** The same as evidence has it. */
export const readSelector = ({ matchLabels, matchExpressions }: z.infer<typeof selectorSchema>): LabelSelector => ({
  labels: matchLabels ?? {},
  expressions: entries(matchExpressions).map(({ key, operator, values }) => ({
    key,
    operator,
    values: entries(values),
  })),
});
