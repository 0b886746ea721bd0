import type { Field } from '../../ipc/generated/commands.ts';

/** Fields that stand together. */
export interface FieldGroup {
  /** What is said once for all of them; empty where each says its own. */
  help: string;
  fields: Field[];
}

/** A supplier with many settings of one kind says the same beside each: those stand together, and it is said once. */
export function fieldGroups(fields: readonly Field[]): FieldGroup[] {
  const groups: FieldGroup[] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && field.help !== '' && last.fields[0]?.help === field.help) {
      last.help = field.help;
      last.fields.push(field);
    } else groups.push({ help: '', fields: [field] });
  }
  return groups;
}
