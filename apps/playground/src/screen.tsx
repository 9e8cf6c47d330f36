/** The full screen, in a bundle of its own: React asks for NODE_ENV when it is loaded. */
import { render } from 'ink';
import type { Play } from './shelf/plays.ts';
import { App } from './ui/app.tsx';
import { Desk, type DeskOptions } from './ui/desk.ts';

/** Contract: answers when the reader quits or `stopped` is settled, with the terminal as it was and every process ended. */
export async function openScreen(options: DeskOptions, play: Play | undefined, stopped: Promise<void>): Promise<void> {
  const desk = new Desk(options);
  const app = render(<App desk={desk} />, {
    alternateScreen: true,
    exitOnCtrlC: false,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
  });
  if (play) desk.run(play);
  await Promise.race([desk.quit, stopped]);
  app.unmount();
  await app.waitUntilExit();
  await desk.close();
}
