import { z } from "zod";
import { podMakers } from "../evidence/site.ts";
import { text } from "./values.ts";

const labels = z.record(text, z.string("text"), "a map of labels");

/** One entry of the list, as it is written: a name alone proves nothing, so a label or a service account belongs to it. */
export const systemPodsPatternSchema = z.strictObject(
  {
    kind: z.enum(podMakers, podMakers.join(", ")),
    name: text,
    labels: labels.exactOptional(),
    serviceAccount: text.exactOptional(),
    justification: text,
  },
  "a map",
);

const isEnough = ({ kind, labels: given, serviceAccount }: z.infer<typeof systemPodsPatternSchema>): boolean =>
  // Static pods have no service account, and many no label: that the kubelet started them is proof of its own.
  kind === "StaticPod" || Object.keys(given ?? {}).length > 0 || serviceAccount !== undefined;

/** The site's list of pods that belong to the cluster, as it is written. */
export const systemPodsSchema = z.strictObject(
  {
    document: text.exactOptional(),
    complete: z.boolean("true or false").exactOptional(),
    patterns: z.array(
      systemPodsPatternSchema.refine(isEnough, "known by labels or a serviceAccount too"),
      "a list of patterns",
    ),
  },
  "a map",
);
