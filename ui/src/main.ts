import { askFirst } from './app/first.ts';
import { showPicture } from './ipc/picture.ts';
import './styles/tokens.css';
import './styles/base.css';
import { startFonts } from './styles/fonts.ts';
import { startTheme } from './app/theme.ts';

// The answers come while the rest of the page is read.
askFirst();
startTheme();
startFonts();
void showPicture()
  .then(() => import('./app/start.ts'))
  .then(({ start }) => start());
