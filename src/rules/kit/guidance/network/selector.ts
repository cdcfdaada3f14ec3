import type { LabelExpression, LabelSelector } from "../../../../evidence/network-policies.ts";

type Labels = Readonly<Record<string, string>>;

/** Whether a selector means every object. */
export const isForAll = ({ labels, expressions }: LabelSelector): boolean =>
  Object.keys(labels).length === 0 && expressions.length === 0;

function meets({ key, operator, values }: LabelExpression, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (operator === "Exists") return value !== undefined;
  if (operator === "DoesNotExist") return value === undefined;
  const isAmong = value !== undefined && values.includes(value);
  return operator === "In" ? isAmong : operator === "NotIn" && !isAmong;
}

/** Whether labels are those that a selector means. */
export const selects = ({ labels: wanted, expressions }: LabelSelector, labels: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
  expressions.every((expression) => meets(expression, labels));
