import type { Host } from "../../inventory/inventory.ts";

/** Where a host is reached: `10.0.0.1:22`, `[2001:db8::1]:22`. */
export const placeOf = ({ address, ssh: { port } }: Host): string =>
  `${address.includes(":") ? `[${address}]` : address}:${port}`;
