/** What "Where to" offers. */
import type { Option } from '../../kit/combobox.ts';
import { countries } from '../../text/countries.ts';

/** Regions that people say and that are no continent, with their countries. */
const REGIONS: Record<string, string> = {
  Scandinavia: 'DK NO SE',
  Nordics: 'DK FI IS NO SE',
  Benelux: 'BE LU NL',
  Balkans: 'AL BA BG GR HR ME MK RS RO SI XK',
  Baltics: 'EE LT LV',
  Caribbean:
    'AG AI AW BB BL BM BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI',
  'Central America': 'BZ CR GT HN NI PA SV',
  'Latin America': 'AR BO BR BZ CL CO CR CU DO EC GT HN MX NI PA PE PY SV UY VE',
  'Middle East': 'AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE',
  Gulf: 'AE BH KW OM QA SA',
  Maghreb: 'DZ LY MA MR TN',
  'Southeast Asia': 'BN ID KH LA MM MY PH SG TH TL VN',
  'United Kingdom England Scotland Wales': 'GB',
  'UK Great Britain': 'GB',
  'USA America': 'US',
  Holland: 'NL',
  'Emirates Dubai': 'AE',
};

/** Every country, found by name, code, continent or a region people say. */
export function destinations(locale?: string): Option[] {
  const said = new Map<string, string[]>();
  for (const [names, codes] of Object.entries(REGIONS)) {
    for (const code of codes.split(' ')) {
      said.set(code, [...(said.get(code) ?? []), names, ...names.split(' ')]);
    }
  }
  return countries(locale).map(({ code, name, continent }) => ({
    value: code,
    label: name,
    hint: continent,
    flag: code,
    keywords: [code, ...(said.get(code) ?? [])],
  }));
}
