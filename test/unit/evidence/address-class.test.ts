import { expect, it } from "vitest";
import { addressClass } from "../../../src/evidence/address-class.ts";

it.each<readonly [string, ReturnType<typeof addressClass>]>([
  ["", "any"],
  ["0.0.0.0", "any"],
  ["::", "any"],
  ["[::]", "any"],
  ["0:0:0:0:0:0:0:0", "any"],
  ["::0", "any"],
  ["::ffff:0.0.0.0", "any"],
  ["127.0.0.53", "loopback"],
  ["localhost", "loopback"],
  ["0:0::1", "loopback"],
  ["::ffff:127.0.0.1", "loopback"],
  ["10.0.0.1", "node-ip"],
  ["::ffff:10.0.0.1", "node-ip"],
  ["fe80::1%eth0", "node-ip"],
  ["cp1", undefined],
  ["$(HOST_IP)", undefined],
])("%s is %s", (address, reaches) => {
  expect(addressClass(address)).toBe(reaches);
});
