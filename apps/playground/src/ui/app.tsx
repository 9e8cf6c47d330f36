import { Box, Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { keysOf, pastedKeys } from '../terminal/keys.ts';
import type { Row } from '../terminal/segments.ts';
import type { Desk } from './desk.ts';

function RowText({ segments }: { readonly segments: Row }): ReactNode {
  return (
    <Text wrap="truncate">
      {segments.map(({ text, color, dim = false, bold = false, inverse = false }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <Text key={index} {...(color ? { color } : {})} dimColor={dim} bold={bold} inverse={inverse}>
          {text}
        </Text>
      ))}
    </Text>
  );
}

/** The whole screen, drawn from what the desk says is on it. */
export function App({ desk }: { readonly desk: Desk }): ReactNode {
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  const { setCursorPosition } = useCursor();
  useSyncExternalStore(desk.subscribe, () => desk.version);
  useInput((input, key) => {
    for (const each of keysOf(input, key)) desk.press(each);
  });
  usePaste((text) => {
    for (const each of pastedKeys(text)) desk.press(each);
  });
  useEffect(() => {
    desk.suspend = (work) => suspendTerminal(work);
  }, [desk, suspendTerminal]);

  const view = desk.view({ columns, rows });
  setCursorPosition(view.cursor);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {view.rows.map((segments, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <RowText key={index} segments={segments} />
      ))}
    </Box>
  );
}
