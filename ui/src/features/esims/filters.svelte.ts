import type { EsimQuery, Headline } from '../../ipc/generated/commands.ts';
import type { Sort } from '../../kit/table.ts';
import { headlineText } from '../../text/headline.ts';
import type { EsimColumn } from './columns.ts';
import { allEsims } from './query.ts';

export type EsimTab = 'install' | 'now' | 'history' | 'raw';

/** What the list is asked for. It outlives the screen, so that going away and back loses nothing. */
export class EsimFilters {
  text = $state('');
  wallet = $state('');
  headline = $state('');
  notGiven = $state(false);
  endingSoon = $state(false);
  codeMissing = $state(false);
  sort = $state<Sort<EsimColumn> | undefined>();
  /** The part of the pane that is open; it stays while rows are chosen. */
  tab = $state<EsimTab>('install');

  /** Whether anything narrows the list down. */
  get narrow(): boolean {
    return (
      this.text.trim() !== '' ||
      this.wallet !== '' ||
      this.headline !== '' ||
      this.notGiven ||
      this.endingSoon ||
      this.codeMissing
    );
  }

  /** Whether the list is the one that a start shows. */
  get whole(): boolean {
    return !this.narrow && this.sort === undefined;
  }

  clear(): void {
    this.text = '';
    this.wallet = '';
    this.headline = '';
    this.notGiven = false;
    this.endingSoon = false;
    this.codeMissing = false;
  }

  /** The question for some rows. */
  query(offset: number, limit: number): EsimQuery {
    const all = allEsims(offset, limit);
    return {
      ...all,
      text: this.text.trim(),
      wallet_id: this.wallet || null,
      headline: isHeadline(this.headline) ? this.headline : null,
      not_given: this.notGiven,
      ending_soon: this.endingSoon,
      code_missing: this.codeMissing,
      sort: this.sort?.column ?? all.sort,
      descending: this.sort?.descending ?? all.descending,
    };
  }
}

function isHeadline(word: string): word is Headline {
  return word in headlineText;
}

/** The filters of the one list there is. */
export const filters = new EsimFilters();
