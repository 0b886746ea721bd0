import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Code, Failure, Kit, KitGive, KitGiven } from '../ipc/generated/commands.ts';
import { wrongs } from '../test/axe.ts';
import { FakeHost } from '../test/fake-host.ts';
import { clipboard } from './clipboard.svelte.ts';
import type { Recipient } from './giving.svelte.ts';
import InstallKit from './InstallKit.svelte';
import { appState, kitOf } from './sample.ts';
import { typed } from './typed.ts';

const failure = (code: Code, facts: Record<string, string> = {}): Failure => ({
  code,
  money: 'untouched',
  field: null,
  reference: '7F3A',
  details: null,
  facts,
});
const given = (more: Partial<KitGiven> = {}): KitGiven => ({
  hand_over: null,
  clears_in: null,
  saved_as: null,
  ...more,
});

interface Stage {
  kit?: () => Kit;
  give?: (request: KitGive) => KitGiven;
  traveller?: string;
  group?: Recipient[];
}

async function mounted({
  kit = () => kitOf(),
  give = () => given(),
  traveller = 'Yuki Tanaka',
  group = [],
}: Stage) {
  const host = new FakeHost({
    kit,
    kit_give: give,
    clipboard_keep: () => ({}),
    open: () => ({}),
    esim_refresh: () => {
      throw failure('offline');
    },
  });
  const part = render(InstallKit, {
    walletId: 'w1',
    esimId: 'e1',
    traveller,
    booking: 'BK-20418',
    app: appState(),
    group,
  });
  await waitFor(() => expect(screen.queryByText('Reading the install kit')).toBeNull());
  return { host, user: userEvent.setup(), ...part };
}
const show = () => screen.getByRole('button', { name: 'Show' });

beforeEach(() => {
  typed.clear();
  clipboard.ended();
});
afterEach(() => vi.useRealTimers());

test('the kit shows its proof, its parts and who has it, and nothing secret unasked', async () => {
  await mounted({});
  expect(screen.getByText(/^Read back and equal to the stored code/)).toBeInTheDocument();
  expect(screen.getByText('8948 0100 0000 0012 345')).toBeInTheDocument();
  expect(screen.queryByText(kitOf().matching_id)).toBeNull();
  expect(document.body.textContent).not.toContain('carddata');
  expect(screen.getByText('Given to Yuki Tanaka')).toBeInTheDocument();
  expect(screen.getByText(/^shown on screen .* by Anna \(D07\)$/)).toBeInTheDocument();
});

test('a code is shown when it is asked for, and hidden again', async () => {
  const { user } = await mounted({});
  await user.click(screen.getByRole('button', { name: 'Show Code' }));
  expect(screen.getByText(kitOf().matching_id)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Hide Code' }));
  expect(screen.queryByText(kitOf().matching_id)).toBeNull();
});

test('PIN and PUK stand hidden in the kit of an eSIM that has them, and are copied by name', async () => {
  const { host, user } = await mounted({
    kit: () => kitOf({ pin: '2580', puk: '87654321' }),
    give: () => given({ clears_in: 60 }),
  });
  for (const [part, name, secret] of [
    ['pin', 'PIN', '2580'],
    ['puk', 'PUK', '87654321'],
  ] as const) {
    expect(screen.queryByText(secret)).toBeNull();
    await user.click(screen.getByRole('button', { name: `Show ${name}` }));
    expect(screen.getByText(secret)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: `Copy ${name}` }));
    expect(host.requests('kit_give').at(-1)).toMatchObject({ action: { kind: 'copy', part } });
    expect(await screen.findByText('Clipboard is cleared in 60 s')).toBeInTheDocument();
  }
});

test('an eSIM without PIN and PUK has no rows for them', async () => {
  await mounted({});
  expect(screen.queryByText('PIN')).toBeNull();
  expect(screen.queryByText('PUK')).toBeNull();
});

test('the hand-over is recorded before the customer sees anything', async () => {
  let release: (value: KitGiven) => void = () => undefined;
  const { host, user } = await mounted({
    give: () => new Promise<KitGiven>((done) => (release = done)) as unknown as KitGiven,
  });
  await user.click(show());
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(host.requests('kit_give')[0]).toMatchObject({
    traveller: 'Yuki Tanaka',
    booking: 'BK-20418',
    action: { kind: 'show' },
    reason: null,
  });
  release(given());
  expect(await screen.findByRole('dialog')).toBeInTheDocument();
});

test('without a name it asks for one in place and goes on with it', async () => {
  const { host, user } = await mounted({
    kit: () => kitOf({ traveller: null, given: null }),
    traveller: '',
  });
  await user.click(show());
  expect(host.requests('kit_give')).toEqual([]);
  expect(screen.getByRole('textbox', { name: 'Traveller’s name' })).toHaveFocus();
  await user.keyboard('Ana Silva{Enter}');
  expect(host.requests('kit_give')).toHaveLength(1);
  expect(host.requests('kit_give')[0]).toMatchObject({ traveller: 'Ana Silva' });
  expect(await screen.findByRole('dialog')).toBeInTheDocument();
});

test('a recipient’s name half typed is there again, still to be finished', async () => {
  const { user, unmount } = await mounted({});
  await user.click(screen.getByRole('button', { name: 'Give to somebody else' }));
  await user.keyboard('Ana S');
  unmount();
  const again = await mounted({});
  const name = screen.getByRole('textbox', { name: 'Traveller’s name' });
  expect(name).toHaveValue('Ana S');
  expect(name).not.toHaveFocus();
  await again.user.type(name, 'ilva{Enter}');
  expect(screen.getByText('Ana Silva')).toBeInTheDocument();
  again.unmount();
  await mounted({});
  expect(screen.getByText('Ana Silva')).toBeInTheDocument();
  expect(screen.queryByRole('textbox')).toBeNull();
});

test('half a name that was cancelled leaves the one before', async () => {
  const { user, unmount } = await mounted({});
  const changed = () => screen.getByRole('button', { name: 'Give to somebody else' });
  for (const [typed, button] of [
    ['Ana Silva', 'Use this name'],
    ['Ben', 'Cancel'],
  ] as const) {
    await user.click(changed());
    expect(screen.getByRole('textbox')).toHaveFocus();
    await user.keyboard(typed);
    await user.click(screen.getByRole('button', { name: button }));
    expect(changed()).toHaveFocus();
    expect(screen.getByText('Ana Silva')).toBeInTheDocument();
  }
  unmount();
  await mounted({});
  expect(screen.getByText('Ana Silva')).toBeInTheDocument();
});

test('a name that is not given after all leads back to the button that asked', async () => {
  const { host, user } = await mounted({
    kit: () => kitOf({ traveller: null, given: null }),
    traveller: '',
  });
  await user.click(show());
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(show()).toHaveFocus();
  expect(host.requests('kit_give')).toEqual([]);
});

test('what installs nothing is copied without a name', async () => {
  const { host, user } = await mounted({
    kit: () => kitOf({ traveller: null, given: null }),
    traveller: '',
  });
  await user.click(screen.getByRole('button', { name: 'Copy ICCID' }));
  expect(host.requests('kit_give')[0]).toMatchObject({ action: { kind: 'copy', part: 'iccid' } });
  expect(await screen.findByText('Copied')).toBeInTheDocument();
});

test.each([
  ['given_to_other', { name: 'Ben', at: '2026-11-20T09:00:00Z', how: 'copied' }, /given to Ben/],
  ['bought_elsewhere', { desk: 'B7K' }, /bought at desk B7K\./],
  ['code_used', { since: '2026-11-19T14:02:00Z' }, /on a phone since/],
] as const)(
  '%s stands between wish and deed until a reason is typed',
  async (code, facts, words) => {
    const { host, user } = await mounted({
      give: (request) => {
        if (!request.reason) throw failure(code, facts);
        return given();
      },
    });
    await user.click(show());
    const warning = await screen.findByRole('dialog', { name: words });
    const repeat = within(warning).getByRole('button', { name: 'Show all the same' });
    await user.click(repeat);
    await user.type(within(warning).getByRole('textbox', { name: 'Why' }), 'ok');
    await user.click(repeat);
    expect(host.requests('kit_give')).toHaveLength(1);
    await user.type(within(warning).getByRole('textbox', { name: 'Why' }), ', phone was lost');
    await user.click(repeat);
    expect(host.requests('kit_give')[1]).toMatchObject({ reason: 'ok, phone was lost' });
    expect(await screen.findByRole('dialog', { name: /Japan/ })).toBeInTheDocument();
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  },
);

test.each([
  ['B7K', 0],
  ['D07', 1],
])('what was bought at desk %s warns before it is given', async (desk, same) => {
  await mounted({ kit: () => kitOf({ traveller: null, given: null, bought_elsewhere: desk }) });
  expect(screen.getByText(`Bought at desk ${desk}`)).toBeInTheDocument();
  expect(screen.getByText(/Ask there first/)).toBeInTheDocument();
  expect(screen.queryAllByText(/^Your desk has the same code/)).toHaveLength(same);
});

/** Whether one part of the screen is read before another. */
const precedes = (one: Node, other: Node) =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

test.each<[string, Partial<Kit>, string]>([
  ['Ask the supplier before you give this eSIM', { doubt: 'Another code.' }, 'Yuki Tanaka'],
  ['Given to Yuki Tanaka', {}, 'Ana Silva'],
  ['Bought at desk B7K', { given: null, bought_elsewhere: 'B7K' }, 'Yuki Tanaka'],
])('what speaks against a code stands above its kit: %s', async (words, kit, traveller) => {
  await mounted({ kit: () => kitOf(kit), traveller });
  expect(precedes(screen.getByText(words), screen.getByRole('img', { name: /^QR/ }))).toBe(true);
  expect(precedes(screen.getByText(words), show())).toBe(true);
});

test('changing who gets it says at once, above, who has it', async () => {
  const { user } = await mounted({});
  await user.click(screen.getByRole('button', { name: 'Give to somebody else' }));
  expect(precedes(screen.getByText('Given to Yuki Tanaka'), show())).toBe(true);
});

test('what is only known of a code stands below its kit', async () => {
  await mounted({ kit: () => kitOf({ doubt: 'A link carries another code.' }) });
  expect(screen.getByText('A link carries another code.')).toBeInTheDocument();
  expect(precedes(show(), screen.getByText('Given to Yuki Tanaka'))).toBe(true);
});

test('a typed reason survives cancelling', async () => {
  const { host, user } = await mounted({
    give: () => {
      throw failure('given_to_other', { name: 'Ben' });
    },
  });
  await user.click(show());
  await user.type(await screen.findByRole('textbox', { name: 'Why' }), 'phone was lost');
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  await user.click(show());
  expect(await screen.findByRole('textbox', { name: 'Why' })).toHaveValue('phone was lost');
  expect(host.requests('kit_give').every((request) => request['reason'] === null)).toBe(true);
});

test('a secret counts down and can be kept', async () => {
  const { host, user } = await mounted({ give: () => given({ clears_in: 60 }) });
  await user.click(screen.getByRole('button', { name: 'Copy Code' }));
  expect(await screen.findByText('Clipboard is cleared in 60 s')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Keep' }));
  expect(host.requests('clipboard_keep')).toHaveLength(1);
  expect(screen.queryByText(/Clipboard is cleared/)).toBeNull();
});

test('the countdown ends when the core says that the clipboard changed', async () => {
  const { host, user } = await mounted({ give: () => given({ clears_in: 60 }) });
  await user.click(screen.getByRole('button', { name: 'Copy One line' }));
  await screen.findByText(/Clipboard is cleared/);
  host.stale('clipboard');
  await waitFor(() => expect(screen.queryByText(/Clipboard is cleared/)).toBeNull());
});

test('the QR is saved in the format that is chosen', async () => {
  const { host, user } = await mounted({ give: () => given({ saved_as: 'eSIM 2345.svg' }) });
  await user.click(screen.getByRole('button', { name: 'Save QR' }));
  await user.click(screen.getByRole('menuitem', { name: 'As SVG drawing' }));
  expect(host.requests('kit_give')[0]).toMatchObject({ action: { kind: 'save', format: 'svg' } });
});

test('on a phone already says what usually happens', async () => {
  await mounted({
    kit: () => kitOf({ profile: 'installed', used_since: '2026-11-19T14:02:00Z' }),
  });
  expect(screen.getByText(/^On a phone since/)).toBeInTheDocument();
  expect(screen.getByText('Scanning again usually fails.')).toBeInTheDocument();
});

test.each([
  ['no_code', 'No code is stored for this eSIM yet.', 'Fetch its details now'],
  ['code_misread', 'The QR did not read back as the stored code, so it is not shown.', 'Try again'],
] as const)('%s is said in words, with what to do', async (code, words, button) => {
  await mounted({
    kit: () => {
      throw failure(code);
    },
  });
  expect(screen.getByText(words)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: button })).toBeInTheDocument();
  expect(screen.queryByRole('img')).toBeNull();
});

test('what is not confirmed has no kit', async () => {
  await mounted({
    kit: () => {
      throw failure('not_confirmed');
    },
  });
  expect(screen.getByText('Confirm first that this eSIM is yours.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Show' })).toBeNull();
});

test('a failed fetch stays beside its button', async () => {
  const { user } = await mounted({
    kit: () => {
      throw failure('no_code');
    },
  });
  await user.click(screen.getByRole('button', { name: 'Fetch its details now' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('No connection');
});

test('the next traveller’s kit is recorded too, and warned of where no customer looks', async () => {
  const group = ['Yuki Tanaka', 'Kenji Tanaka'].map((name, at) => ({
    walletId: 'w1',
    esimId: `e${at + 1}`,
    traveller: name,
    booking: '',
  }));
  const { host, user } = await mounted({
    group,
    give: ({ esim_id, reason }) => {
      if (esim_id === 'e2' && !reason) throw failure('given_to_other', { name: 'Ben' });
      return given();
    },
  });
  for (const cancelled of [true, false]) {
    await user.click(show());
    await screen.findByRole('heading', { name: /Japan/ });
    await user.keyboard('{ArrowRight}');
    const warning = await screen.findByRole('dialog', { name: /given to Ben/ });
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    if (cancelled) await user.click(within(warning).getByRole('button', { name: 'Cancel' }));
    else {
      await user.type(within(warning).getByRole('textbox', { name: 'Why' }), 'same room');
      await user.click(within(warning).getByRole('button', { name: 'Show all the same' }));
    }
  }
  expect(await screen.findByText(/2 of 2|One moment/)).toBeInTheDocument();
  expect(host.requests('kit_give').at(-1)).toMatchObject({
    esim_id: 'e2',
    traveller: 'Kenji Tanaka',
    reason: 'same room',
  });
});

test('axe finds nothing', async () => {
  const { container, user } = await mounted({});
  expect(await wrongs(container)).toEqual([]);
  await user.click(show());
  await screen.findByRole('dialog');
  expect(await wrongs(container)).toEqual([]);
});
