import { findChromium } from "../../print/chromium.ts";
import type { WantedFormat } from "../../reports/report-format.ts";

/**
 * The Chromium that these formats need, looked for before anything is asked.
 * @throws NoChromiumError where one is needed and none is installed.
 */
export const chromiumFor = (formats: readonly WantedFormat[]): { readonly chromium?: string } =>
  formats.includes("pdf") ? { chromium: findChromium(process.env) } : {};
