import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure, Settings } from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { choose } from '../../test/choose.ts';
import { FakeHost } from '../../test/fake-host.ts';
import SettingsPage from './SettingsPage.svelte';

let host: FakeHost;
let settings: Settings;
let rerender: (props: object) => Promise<void>;
let refuse: Partial<Failure> | undefined;
const user = userEvent.setup({ delay: null });

const failure = (more: Partial<Failure>): Failure => ({
  code: 'field_unusable',
  money: 'untouched',
  field: null,
  reference: 'DESK-1',
  details: null,
  facts: {},
  ...more,
});
const props = (practice = false) => ({
  app: appState({ settings, practice }),
  route: { name: 'settings' as const },
  go: () => undefined,
});
const open = (practice = false) => {
  const view = render(SettingsPage, props(practice));
  rerender = view.rerender;
  return view;
};
const field = (name: string) => screen.getByRole('textbox', { name });
const sent = () => host.requests('settings_save').map((one) => one['settings'] as Settings);

/** What axe finds; it needs the real time. */
const faults = (container: Element) => {
  vi.useRealTimers();
  return wrongs(container);
};

beforeEach(() => {
  // A pause in the typing saves: it comes when a test says so.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  settings = appState().settings;
  refuse = undefined;
  host = new FakeHost({
    settings_save: (request) => {
      if (refuse) throw failure(refuse);
      settings = request.settings;
      void rerender(props());
      return settings;
    },
    practice_start: () => {
      throw failure({ code: 'practice_failed' });
    },
    practice_stop: () => appState(),
    open: () => ({}),
  });
});
afterEach(() => {
  vi.useRealTimers();
  forgetDrafts();
});

test('a text is saved when its field is left, once, and says so quietly', async () => {
  const { container } = open();
  await user.type(field('Name'), 'Sonnenreisen');
  expect(sent()).toEqual([]);
  await user.tab();
  expect(await screen.findByText('Saved')).toBeInTheDocument();
  expect(sent()).toEqual([{ ...appState().settings, agency: 'Sonnenreisen' }]);
  await user.tab();
  expect(sent()).toHaveLength(1);
  expect(field('Name')).toHaveValue('Sonnenreisen');
  expect(await faults(container)).toEqual([]);
});

test('a wrong desk code is refused at its field, stays typed, and holds up no other change', async () => {
  const { unmount } = open();
  refuse = { field: 'desk' };
  await user.clear(field('Desk code'));
  await user.type(field('Desk code'), '7D');
  await user.tab();
  await waitFor(() => expect(field('Desk code')).toBeInvalid());
  expect(field('Desk code')).toHaveAccessibleDescription(/A letter first/);
  refuse = undefined;
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  await waitFor(() => expect(settings.theme).toBe('dark'));
  expect(settings.desk).toBe('D07');
  unmount();
  open();
  expect(field('Desk code')).toHaveValue('7D');
  expect(field('Desk code')).toBeInvalid();
});

test('what is typed when a shortcut leads away is saved', async () => {
  const { unmount } = open();
  await user.type(field('Contact'), '+49 30 5550 1234');
  rerender = async () => undefined;
  unmount();
  await waitFor(() => expect(settings.contact).toBe('+49 30 5550 1234'));
});

test('what is typed is saved in a pause, and the field stays as it is typed', async () => {
  open();
  await user.type(field('Name'), 'Sonnen');
  vi.advanceTimersByTime(399);
  await user.type(field('Name'), 'reisen ');
  vi.advanceTimersByTime(399);
  expect(sent()).toEqual([]);
  vi.advanceTimersByTime(1);
  await waitFor(() => expect(settings.agency).toBe('Sonnenreisen '));
  settings = { ...settings, agency: 'Sonnenreisen' };
  await rerender(props());
  expect(field('Name')).toHaveValue('Sonnenreisen ');
  expect(field('Name')).toHaveFocus();
});

test('what is typed when the window goes away is saved at once', async () => {
  open();
  await user.type(field('Contact'), '+49 30');
  const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  hidden.mockRestore();
  await waitFor(() => expect(settings.contact).toBe('+49 30'));
});

test('two quick changes both stay', async () => {
  open();
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  await user.click(screen.getByRole('switch', { name: 'Hide buying prices' }));
  await waitFor(() => expect(sent()).toHaveLength(2));
  expect(settings).toMatchObject({ theme: 'dark', hide_buying_prices: true });
});

test('names are added and removed; who leaves is not at the desk any more', async () => {
  open();
  await user.type(field('Add a name'), 'سارة{Enter}');
  await waitFor(() => expect(settings.staff).toEqual(['Anna', 'Bruno', 'سارة']));
  await waitFor(() => expect(field('Add a name')).toHaveValue(''));
  await user.click(screen.getByRole('button', { name: 'Remove Anna' }));
  await waitFor(() => expect(settings.staff).toEqual(['Bruno', 'سارة']));
  expect(settings.working).toBeNull();
  await choose('At this desk now', 'Bruno');
  await waitFor(() => expect(settings.working).toBe('Bruno'));
});

test('a name that is there already stays typed beside its error', async () => {
  open();
  refuse = { code: 'name_taken', field: 'staff' };
  await user.type(field('Add a name'), 'anna');
  await user.click(screen.getByRole('button', { name: 'Add' }));
  await waitFor(() => expect(field('Add a name')).toBeInvalid());
  expect(field('Add a name')).toHaveValue('anna');
  expect(field('Add a name')).toHaveAccessibleDescription('This name is on the list already.');
});

test('a failure of the disk is said, and the typed text stays', async () => {
  open();
  refuse = { code: 'disk_full' };
  await user.type(field('Name'), 'Sonnenreisen');
  await user.tab();
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(field('Name')).toHaveValue('Sonnenreisen');
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  await waitFor(() => expect(sent()).toHaveLength(2));
  await waitFor(() => expect(screen.getByRole('radio', { name: 'Light' })).toBeChecked());
});

test('practice and the folder: what they mean, and what failed, in place', async () => {
  const { container, unmount } = open();
  await user.click(screen.getByRole('button', { name: 'Open the data folder' }));
  expect(host.requests('open')).toMatchObject([{ what: 'data_folder' }]);
  await user.click(screen.getByRole('button', { name: 'Practise' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Practice could not start.');
  expect(await faults(container)).toEqual([]);
  unmount();
  open(true);
  await user.click(screen.getByRole('button', { name: 'Stop practising' }));
  expect(host.requests('practice_stop')).toHaveLength(1);
});
