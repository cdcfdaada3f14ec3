/** Inputs that once did what they should not, by the target's name. */
export const corpus: Readonly<Record<string, readonly string[]>> = {
  processes: ["complete|yes\np|x|0|host||||\n", `complete|yes\np|1|${"9".repeat(400)}|host||||\n`],
  "one file's state": [`e|81a4|${"9".repeat(400)}|0|root|root|/etc/kubernetes/\n`],
  "what systemd says of units": ["a\u0007__proto__=x\nconstructor=y\n", "a\u0007toString=x\n"],
};
