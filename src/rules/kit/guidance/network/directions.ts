/** The directions of traffic, as a pod sees them. */
export const directions = ["ingress", "egress"] as const;
export type Direction = (typeof directions)[number];
