import { z } from "zod";

// No transform here: of each Zod keeps some hundred bytes until the next full collection of garbage, and there are
// dozens in a pod.

/** A list as the API server gives it, which writes none or null for one without entries; `entries` reads it. */
export const nullableList = <T extends z.ZodType>(item: T) => z.array(item).nullish();

/** What is in such a list. */
export const entries = <T>(given: readonly T[] | null | undefined): readonly T[] => given ?? [];
