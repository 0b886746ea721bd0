import type { EsimQuery } from '../../ipc/generated/commands.ts';

/** The question for some rows of the whole list, as a start asks it. */
export function allEsims(offset: number, limit: number): EsimQuery {
  return {
    text: '',
    wallet_id: null,
    headline: null,
    not_given: false,
    ending_soon: false,
    code_missing: false,
    sort: 'recent',
    descending: false,
    offset,
    limit,
  };
}
