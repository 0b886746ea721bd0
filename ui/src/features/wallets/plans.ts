import type { Plan } from '../../ipc/generated/commands.ts';
import { coverageText } from '../../text/countries.ts';
import { planWords } from '../../text/plan.ts';

/** What staff call a plan: its own name, else where it works. */
export function planName(plan: Plan): string {
  return plan.name ?? coverageText(plan.coverage);
}

/** What tells it from the others: where it works unless that is its name, data and days. */
export function planFacts(plan: Plan): string {
  const place = plan.name === null ? null : coverageText(plan.coverage);
  return [place, planWords(plan)].filter(Boolean).join(' · ');
}
