import type { AdmissionWebhook } from "../../../../evidence/admission.ts";

/** Programs behind webhooks, by names that these give their webhooks themselves. */
const products = {
  Kyverno: /(^|\.)kyverno\.svc(-|$)/,
  Gatekeeper: /\.gatekeeper\.sh$/,
  Kubewarden: /\.kubewarden\.admission$/,
  jsPolicy: /\.jspolicy\.com$/,
  "Sigstore policy-controller": /^policy\.sigstore\.dev$/,
  Portieris: /\.securityenforcement\.admission\.cloud\.ibm\.com$/,
  Connaisseur: /^connaisseur(-svc)?\./,
} as const;

/** A program that is known by its webhooks. */
export type WebhookProduct = keyof typeof products;

/** Whose webhook it is by its name, which nobody keeps others from using. */
export const productOf = ({ name }: AdmissionWebhook): WebhookProduct | undefined =>
  (Object.keys(products) as readonly WebhookProduct[]).find((product) => products[product].test(name));

/** Those that hold pods to levels of security. */
export const securityEngines: readonly WebhookProduct[] = ["Kyverno", "Gatekeeper", "Kubewarden", "jsPolicy"];
