import type { Coverage } from "../findings/assessment.ts";

/** That hosts and API server were offered approved algorithms only; undefined where nobody wanted that. */
export const fipsLine = ({ fips }: Pick<Coverage, "fips">): string | undefined =>
  fips === true ? "Only FIPS-approved algorithms were on offer (--fips)." : undefined;
