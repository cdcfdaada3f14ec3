import { z } from "zod";
import { benchmarkNames, severities } from "../benchmark/requirement.ts";
import { statuses } from "./verdict.ts";

/** One of the four words of a checklist. */
export const statusSchema = z.enum(statuses);

/** How much a requirement weighs. */
export const severitySchema = z.enum(severities);

/** Which benchmark a requirement is of. */
export const benchmarkSchema = z.enum(benchmarkNames);
