// Put together here, so that no search through this repository takes them for real ones.
export const dashes = "-----";
export const pem = (label: string, body = "MIIB\nabcd") =>
  `${dashes}BEGIN ${label}${dashes}\n${body}\n${dashes}END ${label}${dashes}\n`;
export const letters = (count: number, from = "aB3dE6gH9") => from.repeat(count).slice(0, count);
export const base64 = (text: string) => Buffer.from(text).toString("base64");
export const awsKey = `AKIA${"ABCDEFGH12345678"}`;
export const awsSecret = letters(40);
