import type { Coverage } from '../ipc/generated/commands.ts';
import { kitText, type Continent } from './kit.ts';
import { LANGUAGE } from './language.ts';

/** ISO 3166-1 by continent, as travellers think of them. */
const BY_CONTINENT: Record<Continent, string> = {
  africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW',
  antarctica: 'AQ BV GS HM',
  asia: 'AE AF AM AZ BD BH BN BT CC CN CX GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE',
  europe:
    'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK',
  north_america:
    'AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  oceania: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS',
  south_america: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
};

export interface CountryEntry {
  /** ISO 3166-1, two capital letters. */
  code: string;
  name: string;
  continent: string;
}

const names = new Map<string, Intl.DisplayNames>();

/** A country's name in the reader's language; the code itself when nobody knows it. */
export function countryName(code: string, locale?: string): string {
  const language = locale ?? 'default';
  let known = names.get(language);
  if (!known) {
    known = new Intl.DisplayNames(locale ?? LANGUAGE, { type: 'region' });
    names.set(language, known);
  }
  try {
    return known.of(code) ?? code;
  } catch {
    return code;
  }
}

/** All countries by name. */
export function countries(locale?: string): CountryEntry[] {
  return Object.entries(BY_CONTINENT)
    .flatMap(([continent, codes]) =>
      codes.split(' ').map((code) => ({
        code,
        name: countryName(code, locale),
        continent: kitText.continents[continent as Continent],
      })),
    )
    .sort((one, other) => one.name.localeCompare(other.name, locale));
}

/** Where a plan works: "Japan", "Europe · 36 countries"; the count only where the supplier lists them. */
export function coverageText(coverage: Coverage | null, locale?: string): string {
  switch (coverage?.kind) {
    case 'local':
      return countryName(coverage.country, locale);
    case 'regional':
      return withCount(coverage.region, coverage.countries.length);
    case 'global':
      return withCount(kitText.worldwide, coverage.countries.length);
    case 'not_said':
    case undefined:
      return kitText.placeNotStated;
  }
}

/** The country whose flag stands for it; none for a region. */
export function coverageFlag(coverage: Coverage): string | null {
  return coverage.kind === 'local' ? coverage.country : null;
}

function withCount(name: string, count: number): string {
  return count > 0 ? `${name} · ${kitText.countries(count)}` : name;
}
