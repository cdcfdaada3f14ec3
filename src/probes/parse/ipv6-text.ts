/** 16 bytes as IPv6 in its canonical text form; an IPv4 address within it as IPv4. */
export function ipv6Text(bytes: Buffer): string {
  if (bytes.subarray(0, 12).toString("hex") === "00000000000000000000ffff") return [...bytes.subarray(12)].join(".");
  const groups = bytes.toString("hex").match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
