import { findChromium } from "../../print/chromium.ts";
import type { WantedFormat } from "../../reports/report-format.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * The Chromium that these formats need, looked for before anything is asked.
 * @throws NoChromiumError where one is needed and none is installed.
 */
export const chromiumFor = (
  formats: readonly WantedFormat[],
  { environment }: Pick<Terminal, "environment">,
): { readonly chromium?: string } => (formats.includes("pdf") ? { chromium: findChromium(environment) } : {});
