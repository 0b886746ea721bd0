import type {
  EsimDetail,
  EsimRow,
  NetworkView,
  ServiceView,
} from '../../src/ipc/generated/commands.ts';
import { failure, type Answers } from '../host.ts';
import { ago } from './time.ts';
import { esims } from './esims.ts';
import { givenOf, profileOf } from './kit.ts';

const WORDS: Record<string, string> = {
  ready: 'RELEASED',
  downloading: 'DOWNLOADED',
  installed: 'INSTALLED',
  online: 'ONLINE',
  offline: 'OFFLINE',
  disabled: 'DISABLED',
  removed: 'UNINSTALLED',
};

function serviceOf(row: EsimRow): ServiceView {
  const bytes = row.data?.kind === 'bytes' ? row.data.bytes : null;
  const left = row.left?.kind === 'bytes' ? row.left.bytes : null;
  return {
    id: `s-${row.esim_id}`,
    plan: {
      id: 'p1',
      name: null,
      coverage: row.coverage ?? { kind: 'not_said' },
      data: row.data,
      throttling: null,
      calls: null,
      texts: null,
      days: row.days,
      start: 'first_use',
      features: [],
      networks: [],
      prices: [],
    },
    status: row.left_percent === 0 ? 'used_up' : left === null ? 'waiting' : 'active',
    status_word: left === null ? 'PENDING' : 'ACTIVE',
    left: row.left,
    used: bytes !== null && left !== null ? bytes - left : null,
    allowance: row.data,
    measured_at: left === null ? null : ago(34),
    ends_at: row.ends_at,
    seen_at: ago(2),
  };
}

const RAW = {
  id: 4711,
  iccid: '8948010000000012345',
  status: 'RELEASED',
  activationCode: 'LPA:1$smdpp.zimconnections.example$•••• BDBD',
  subscriptions: [{ id: 99, plan: { id: 12, name: 'Japan 3GB' }, status: 'PENDING' }],
};

/** What the network was asked in this page, by eSIM. */
export const asked = new Map<string, NetworkView>();

export function detailOf(wallet: string, id: string): EsimDetail {
  const row = esims.find((one) => one.wallet_id === wallet && one.esim_id === id);
  if (!row) throw failure('esim_not_found');
  const profile = profileOf(row);
  const handOvers = givenOf(row);
  return {
    row,
    msisdn: wallet === 'w4' ? '+48 267 753 430' : null,
    profile,
    profile_word: row.headline === 'no_information' ? 'LIMBO_STATE' : (WORDS[profile] ?? null),
    detail_at: ago(3),
    install_problem: null,
    services: row.headline === 'preparing' ? [] : [serviceOf(row)],
    hand_overs: handOvers,
    history: [
      ...handOvers.map((one) => ({
        at: one.at,
        what: { kind: 'hand_over' as const, hand_over: one },
      })),
      { at: ago(30), what: { kind: 'profile', from: 'preparing', to: 'ready' } },
      {
        at: ago(31),
        what: {
          kind: 'order',
          key: '0190a000-0000-7000-8000-000000000001',
          number: 'D07-000123',
          event: 'fulfilled',
        },
      },
    ],
    raw: [{ title: 'GET /esims/4711', json: JSON.stringify(RAW, null, 2), at: ago(3) }],
    can: {
      add_data: row.headline !== 'preparing' && row.headline !== 'card',
      ask_network: wallet !== 'w1',
      reconnect: wallet === 'w2',
    },
    network: asked.get(id) ?? null,
    order_key: '0190a000-0000-7000-8000-000000000001',
  };
}

export const answers: Answers = {
  esim_detail: ({ wallet_id, esim_id }) => detailOf(wallet_id, esim_id),
  esim_refresh: ({ wallet_id, esim_id }, { wishes }) => {
    if (wishes.has('offline')) throw failure('offline');
    return detailOf(wallet_id, esim_id);
  },
};
