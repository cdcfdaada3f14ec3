import { z } from "zod";
import type { SupportTable } from "../evidence/site.ts";
import { date, text } from "./values.ts";

const anyMinor = 'text such as "1.36"';
const anyPatch = "text such as 1.36.2, of the entry's minor";

/** One release of the table, as it is written. YAML takes 1.30 without quotes for 1.3. */
export const supportedReleaseSchema = z.strictObject(
  {
    minor: z.string(anyMinor).regex(/^1\.(?:0|[1-9]\d{0,2})$/, anyMinor),
    endOfLife: date,
    newestPatch: z
      .string(anyPatch)
      .regex(/^1\.\d{1,3}\.(?:0|[1-9]\d{0,3})$/, anyPatch)
      .exactOptional(),
  },
  "a map",
);

const release = supportedReleaseSchema.refine(
  ({ minor, newestPatch }) => newestPatch === undefined || newestPatch.startsWith(`${minor}.`),
  { path: ["newestPatch"], message: anyPatch },
);
const areDistinct = (releases: readonly { readonly minor: string }[]): boolean =>
  new Set(releases.map(({ minor }) => minor)).size === releases.length;

/** The site's table of supported releases, as it is written. */
export const supportTableSchema = z.strictObject(
  {
    asOf: date,
    source: text.exactOptional(),
    releases: z
      .array(release, "a list of releases")
      .min(1, "a list of releases, at least one")
      .refine(areDistinct, "a list of releases, each minor once"),
  },
  "a map",
);

const lastNumber = (version: string): number => Number(version.split(".").at(-1));

/** The table as rules see it: versions are numbers. */
export const supportTable = ({ releases, ...table }: z.infer<typeof supportTableSchema>): SupportTable => ({
  ...table,
  releases: releases.map(({ minor, newestPatch, ...release }) => ({
    ...release,
    minor: lastNumber(minor),
    ...(newestPatch === undefined ? {} : { newestPatch: lastNumber(newestPatch) }),
  })),
});
