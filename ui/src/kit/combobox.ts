export interface Option {
  value: string;
  label: string;
  /** Stands at the end of the line in grey, and keeps two alike apart. */
  hint?: string;
  /** ISO 3166-1 code of a flag. */
  flag?: string | null;
  /** Other words that find it (a code, an old name). An exact one comes first. */
  keywords?: readonly string[];
}

/** Small letters without accents: "Türkiye" is found by "turk". */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLocaleLowerCase();
}

/** How well an option answers a text; lower is better, `null` is not at all. */
function rank(option: Option, wanted: string): number | null {
  const label = plain(option.label);
  const words = (option.keywords ?? []).map(plain);
  if (label === wanted || words.includes(wanted)) return 0;
  if (label.startsWith(wanted)) return 1;
  if (label.split(/[\s\-(]+/).some((word) => word.startsWith(wanted))) return 2;
  if (words.some((word) => word.startsWith(wanted))) return 3;
  if (option.hint && plain(option.hint).startsWith(wanted)) return 4;
  return null;
}

/** The options that answer what was typed, best first, otherwise in their own order. */
export function matching(options: readonly Option[], typed: string): Option[] {
  const wanted = plain(typed.trim());
  if (wanted === '') return [...options];
  return options
    .map((option) => ({ option, rank: rank(option, wanted) }))
    .filter((match): match is { option: Option; rank: number } => match.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ option }) => option);
}
