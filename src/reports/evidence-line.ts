import type { Seen } from "../findings/verdict.ts";
import { placeOf } from "./place.ts";
import { shorten, visible } from "./visible-text.ts";

/** UTF-16 units of one value: a long one must not push the others out. */
const longestValue = 500;

/** `readOnlyPort: 10255, at w1, /var/lib/kubelet/config.yaml:7; asked: read /var/lib/kubelet/config.yaml`. */
export function evidenceLine(item: Seen): string {
  const place = placeOf(item);
  const where = [visible(item.source.host), ...(place === undefined ? [] : [place])].join(", ");
  const value = shorten(visible(item.value), longestValue);
  return `${visible(item.what)}: ${value}, at ${where}; asked: ${visible(item.source.request)}`;
}
