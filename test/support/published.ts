import { join } from "node:path";

/** DISA's files are not part of this repository; they are looked for beside it. */
export const published = join(import.meta.dirname, "../../../shared/stig");

/** The XCCDF of a release, `v2r6`. */
export const publishedFile = (release: string): string =>
  join(published, `U_Kubernetes_STIG_${release.toUpperCase()}_Manual-xccdf.xml`);
